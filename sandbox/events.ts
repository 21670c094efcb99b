import { createHash } from 'node:crypto';
import type { AcceptedRequest } from './api.ts';
import { BACK_AFTER_MS, matches, RULES } from './rules.ts';

/** A sign-out that the sandbox accepted, for the events that follow from it. */
export interface SignOut {
  request: AcceptedRequest;
  /** When it was accepted, in milliseconds since the epoch. */
  at: number;
}

/** A page of admin events, in the shape of Box's `Events`. */
export interface EventPage {
  chunk_size: number;
  /** Box's schema allows a string and an integer, so the pages take turns. */
  next_stream_position: string | number;
  entries: object[];
}

interface AdminEvent {
  at: number;
  type: string;
  body: object;
}

/** Small, so that a reader has to ask for more than one. */
const PAGE_SIZE = 3;
const BACK = RULES.filter(({ response }) => response === 'back');

/**
 * The admin events since a time, a page at a time, oldest first. Each page but the first repeats the last event of the page
 * before, as Box says of its streams that they can contain duplicates.
 *
 * @param query - of `GET /events`
 */
export function pageOfEvents(signOuts: readonly SignOut[], query: URLSearchParams): EventPage {
  const types = query.get('event_type')?.split(',');
  const after = Date.parse(query.get('created_after') ?? '');
  const events =
    query.get('stream_type') === 'admin_logs'
      ? signOuts
          .flatMap(eventsOf)
          .filter(({ at, type }) => at <= Date.now() && !(at < after) && types?.includes(type) !== false)
          .toSorted((a, b) => a.at - b.at)
      : [];
  const position = Math.max(0, Math.trunc(Number(query.get('stream_position')) || 0));
  const next = Math.min(position + PAGE_SIZE, events.length);
  const entries = position >= events.length ? [] : events.slice(Math.max(0, position - 1), next);
  return {
    chunk_size: entries.length,
    next_stream_position: next % 2 === 0 ? next : String(next),
    entries: entries.map(({ body }) => body),
  };
}

function eventsOf({ request: { body }, at }: SignOut): AdminEvent[] {
  const returning = (field: string): string[] =>
    ((body[field] ?? []) as string[]).filter((value) => BACK.some((rule) => matches(rule, value)));
  return [
    ...returning('user_logins').flatMap((login) => signIns(String(numberOf(login)), login, at)),
    ...returning('user_ids').flatMap((id) => signIns(id, `user-${id}@sandbox.example`, at)),
  ];
}

/** A failed try, which names the user only as its source, and the sign-in. */
function signIns(id: string, login: string, signedOutAt: number): AdminEvent[] {
  const user = { type: 'user', id, login, name: login.split('@')[0] };
  const at = signedOutAt + BACK_AFTER_MS;
  return [event('FAILED_LOGIN', at - 1, { source: user }), event('LOGIN', at, { created_by: user, source: user })];
}

function event(type: string, at: number, people: { created_by?: object; source: object }): AdminEvent {
  const created_at = new Date(at).toISOString();
  const event_id = createHash('sha256')
    .update(JSON.stringify([type, at, people]))
    .digest('hex')
    .slice(0, 40);
  return { at, type, body: { type: 'event', event_id, event_type: type, created_at, ...people } };
}

/** The same ID for the same login at every start. */
function numberOf(login: string): number {
  return createHash('sha256').update(login.toLowerCase()).digest().readUInt32BE();
}
