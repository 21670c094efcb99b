import { isObject, parseObject } from '../../http/json-object.ts';
import { endOfValue, partsOf, skipSpace } from '../input/json-parts.ts';

/**
 * The event types that say that a user is back.
 *
 * @see https://developer.box.com/reference/get-events/ the values of `event_type`
 */
export const BACK_EVENTS = [
  'LOGIN',
  'ADMIN_LOGIN',
  'ADD_LOGIN_ACTIVITY_DEVICE',
  'USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE',
] as const;

/** The event types that are worth showing, but do not say that a user is back. */
export const SHOWN_EVENTS = ['FAILED_LOGIN', 'REMOVE_LOGIN_ACTIVITY_DEVICE', 'OAUTH2_ACCESS_TOKEN_REVOKE'] as const;

/** What is shown of an event is a name, not any text. */
const TYPE_NAME = /^\w{1,100}$/;
/** One string for each type, however many events there are. */
const EVENT_TYPES = new Map<string, string>([...BACK_EVENTS, ...SHOWN_EVENTS].map((type) => [type, type]));

/** What `verify` reads of one of Box's admin events (schema `Event`). */
export interface AdminEvent {
  /** `event_id`: Box's stream can repeat an event. Without one, the parts that are here tell events apart. */
  id: string;
  type: string;
  /** `created_at`, in milliseconds since the epoch. */
  at: number;
  /** The user of `created_by`, else of `source`, as far as the event names one. */
  user: { id: string | undefined; login: string | undefined };
}

/** A page of admin events (schema `Events`). */
export interface EventPage {
  /** Those that can be read, each made when its turn comes: 500 of them take several times the memory of their text. */
  events: Iterable<AdminEvent>;
  /** Whether the page has no entry at all, not even one that can't be read. */
  isEmpty: boolean;
  /** `next_stream_position`, digit for digit; `undefined` if the page has none. */
  next: string | undefined;
}

/**
 * Reads a page of `GET /events`. An entry that isn't as expected does no harm: it is left out.
 *
 * @param text - the JSON text, since an integer position can be larger than a JavaScript number is exact
 * @returns `undefined` if the text is not an object with a list of entries
 */
export function readEventPage(text: string): EventPage | undefined {
  try {
    return readPage(text, skipSpace(text, 0));
  } catch {
    return undefined;
  }
}

/** @throws if the text isn't JSON, entries aside */
function readPage(text: string, start: number): EventPage | undefined {
  if (text[start] !== '{' || skipSpace(text, endOfValue(text, start)) < text.length) return undefined;
  const parts = new Map(Array.from(partsOf(text, start), (part) => [part.name, part]));
  const entries = parts.get('entries');
  const next = parts.get('next_stream_position');
  if (entries === undefined || text[entries.start] !== '[') return undefined;
  return {
    events: { [Symbol.iterator]: () => eventsOf(text, entries.start) },
    isEmpty: text[skipSpace(text, entries.start + 1)] === ']',
    next: next && readPosition(text.slice(next.start, next.end)),
  };
}

function* eventsOf(text: string, start: number): Generator<AdminEvent, void, void> {
  for (const part of partsOf(text, start)) {
    const event = readEvent(parseObject(text.slice(part.start, part.end)));
    if (event !== undefined) yield event;
  }
}

function readEvent(entry: Record<string, unknown> = {}): AdminEvent | undefined {
  const { event_id: eventId, event_type: type, created_at: createdAt } = entry;
  const at = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
  if (typeof type !== 'string' || !TYPE_NAME.test(type) || Number.isNaN(at)) return undefined;
  const user = readUser(entry['created_by']) ?? readUser(entry['source']);
  if (user === undefined) return undefined;
  const id = typeof eventId === 'string' && eventId !== '' ? eventId : JSON.stringify([type, at, user]);
  return { id, type: EVENT_TYPES.get(type) ?? type, at, user };
}

/** Some events have no `created_by`, or one without an ID and a login. */
function readUser(value: unknown): AdminEvent['user'] | undefined {
  if (!isObject(value)) return undefined;
  const { id, login } = value;
  const user = {
    id: typeof id === 'string' && id !== '' ? id : undefined,
    login: typeof login === 'string' && login !== '' ? login : undefined,
  };
  return user.id === undefined && user.login === undefined ? undefined : user;
}

function readPosition(json: string): string | undefined {
  const value: unknown = JSON.parse(json);
  if (typeof value === 'number') return /^\d+$/.test(json) ? json : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
