import createClient from 'openapi-fetch';
import type { operations, paths } from '../../generated/schema.ts';
import type { Settings } from './settings.ts';

/** Empty for an operation without a JSON body, so that naming a field of it fails the type check. */
type JsonBody<OperationId extends keyof operations> = operations[OperationId] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : object;

/** The fields that are named: a body without any takes every name. */
type FieldOf<Body> = keyof { [Name in keyof Body as string extends Name ? never : Name]: Body[Name] };

type PostPath = { [Path in keyof paths]: paths[Path] extends { post: object } ? Path : never }[keyof paths];

/** `Body` with the lists `List` as the caller may give them: each may be left out, but not all of them. */
type WithOneOf<Body, List extends FieldOf<Body>> = Omit<Body, List> &
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

/** What tells one operation from another; a name that Box does not have fails the type check. */
export interface Operation<OperationId extends keyof operations = keyof operations> {
  operationId: OperationId;
  path: PostPath;
  /** The names of the body's lists of ids and logins. */
  lists: readonly (FieldOf<JsonBody<OperationId>> & string)[];
}

/** One request, as it goes out. */
export interface Outgoing {
  path: PostPath;
  /** The JSON text of the body. */
  json: string;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

/** Sends one request and resolves to the answer as it came, its body not read. */
export type Send = (outgoing: Outgoing) => Promise<Response>;

/**
 * Takes the place of `Request` where there is none to hand on: `Request` copies the body into a stream, and `fetch` does so
 * once more, which costs as much as half a call.
 */
class RequestParts {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

/** The generated client, kept to its typed requests: it would read answers of any size and follow redirects. */
export function createTransport({ baseUrl, fetch }: Settings): Send {
  const client = createClient<paths>({
    baseUrl,
    redirect: 'manual',
    Request: RequestParts as unknown as typeof Request,
  });
  /** What the generated client is told: that there is nothing to read. */
  const nothing = new Response(null, { status: 204 });
  return async ({ path, json, headers, signal }) => {
    let answer: Response | undefined;
    await client.POST(path, {
      // The body was checked and written by the caller, so that each attempt sends the same bytes.
      body: {} as never,
      bodySerializer: () => json,
      headers,
      signal,
      fetch: async (parts) => {
        const { url, init } = parts as unknown as RequestParts;
        answer = await fetch(url, init);
        return nothing;
      },
    });
    return answer as Response;
  };
}
