import type { operations } from '../generated/schema.ts';

type JsonBody<Operation extends keyof operations> = operations[Operation]['requestBody']['content']['application/json'];

/** `Body` with the lists `List` as the caller may give them: each may be left out, but not all of them. */
type WithOneOf<Body, List extends keyof Body> = Omit<Body, List> &
  { [Name in List]: Pick<Body, Name> & Partial<Pick<Body, Exclude<List, Name>>> }[List];

/** Who is signed out: users by id, by login, or both. */
export type CreateUserTerminateSessionRequestBodyArg = WithOneOf<
  JsonBody<'post_users_terminate_sessions'>,
  'user_ids' | 'user_logins'
>;

/** Whose members are signed out: groups by id. */
export type CreateGroupTerminateSessionRequestBodyArg = WithOneOf<
  JsonBody<'post_groups_terminate_sessions'>,
  'group_ids'
>;

/** Box's answer to an accepted job. */
export type SessionTerminationMessage =
  operations['post_users_terminate_sessions']['responses'][202]['content']['application/json'];
