/** Signs users out by their ids, in one request. Rejects when the job was not accepted. */
export type SignOut = (userIds: string[]) => Promise<void>;

/** One call program: what a user of the client would write. */
export type Connect = (origin: string) => SignOut;

export const TOKEN = 'token-of-the-measurement';

/** Signs all users out, and says how many the server accepted. */
export type SignOutMany = (origin: string, userIds: readonly string[], requestsPerMinute: number) => Promise<number>;

export const BATCH_SIZE = 100;
export const CONCURRENCY = 4;
