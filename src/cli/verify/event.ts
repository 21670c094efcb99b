import { isObject } from '../../http/json-object.ts';

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
  events: AdminEvent[];
  /** How many entries the page has, also those that could not be read. */
  size: number;
  /** `next_stream_position`, digit for digit; `undefined` if the page has none. */
  next: string | undefined;
}

/**
 * Reads a page of `GET /events`. An entry with a missing or unexpected field does no harm: it counts in `size` only.
 *
 * @param text - the JSON text, since an integer position can be larger than a JavaScript number is exact
 * @returns `undefined` if the text is not an object with a list of entries
 */
export function readEventPage(text: string): EventPage | undefined {
  const page = parse(text);
  if (!isObject(page) || !Array.isArray(page['entries'])) return undefined;
  const events = page['entries'].map(readEvent).filter((event) => event !== undefined);
  return { events, size: page['entries'].length, next: readPosition(page['next_stream_position'], text) };
}

function readEvent(entry: unknown): AdminEvent | undefined {
  if (!isObject(entry)) return undefined;
  const { event_id: eventId, event_type: type, created_at: createdAt } = entry;
  const at = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
  if (typeof type !== 'string' || Number.isNaN(at)) return undefined;
  const user = readUser(entry['created_by']) ?? readUser(entry['source']);
  if (user === undefined) return undefined;
  const id = typeof eventId === 'string' && eventId !== '' ? eventId : JSON.stringify([type, at, user]);
  return { id, type, at, user };
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

function readPosition(value: unknown, text: string): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value !== 'number') return undefined;
  if (Number.isSafeInteger(value)) return String(value);
  const digits = [...text.matchAll(/"next_stream_position"\s*:\s*(\d+)/g)].map(([, found]) => found);
  return digits.find((found) => Number(found) === value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
