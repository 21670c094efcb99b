import type { operations } from '../../generated/schema.ts';

/** Empty for an operation without a JSON body, so that naming one of its fields fails the type check. */
type JsonBody<OperationId extends keyof operations> =
  NonNullable<operations[OperationId]['requestBody']> extends { content: { 'application/json': infer Body } }
    ? Body
    : object;

/** The fields that have a name: a body without any accepts every name. */
type FieldOf<Body> = keyof { [Name in keyof Body as string extends Name ? never : Name]: Body[Name] };

/** The names of an operation's lists of IDs and logins. */
export type ListOf<OperationId extends keyof operations> = FieldOf<JsonBody<OperationId>> & string;

/** `Body` as a caller can give it: each of the lists can be left out, but not all of them. */
type WithOneOf<Body, List extends FieldOf<Body>> = Optional<Omit<Body, List>> &
  { [Name in List]: Lists<Pick<Body, Name>> & Optional<Partial<Lists<Pick<Body, Exclude<List, Name>>>>> }[List];

type Lists<Body> = { [Name in keyof Body]: Readonly<Body[Name]> };

/** Optional fields also accept `undefined`. */
type Optional<Body> = { [Name in keyof Body]: Body[Name] | (object extends Pick<Body, Name> ? undefined : never) };

/**
 * The users to sign out, by ID, by login, or both.
 *
 * @example
 * ```ts
 * const requestBody: CreateUserTerminateSessionRequestBodyArg = {
 *   user_ids: ['11446498'],
 *   user_logins: ['ada@example.com'],
 * };
 * ```
 */
export type CreateUserTerminateSessionRequestBodyArg = WithOneOf<
  JsonBody<'post_users_terminate_sessions'>,
  'user_ids' | 'user_logins'
>;

/**
 * The groups whose members to sign out, by ID.
 *
 * @example
 * ```ts
 * const requestBody: CreateGroupTerminateSessionRequestBodyArg = { group_ids: ['27335'] };
 * ```
 */
export type CreateGroupTerminateSessionRequestBodyArg = WithOneOf<
  JsonBody<'post_groups_terminate_sessions'>,
  'group_ids'
>;

/**
 * Box's response to an accepted job.
 *
 * @example
 * ```ts
 * const log = ({ message }: SessionTerminationMessage) => console.log(message ?? 'Accepted.');
 * ```
 */
export type SessionTerminationMessage =
  operations['post_users_terminate_sessions']['responses'][202]['content']['application/json'];
