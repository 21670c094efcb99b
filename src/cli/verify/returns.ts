import type { Target } from '../../bulk/target.ts';
import { BACK_EVENTS, type AdminEvent } from './event.ts';

/** A user whose sign-out Box accepted. */
export interface SignedOutUser {
  target: Target;
  /** When Box accepted the last job for the user, in milliseconds since the epoch. */
  at: number;
}

/** What is kept of an event: there can be many. */
export type SeenEvent = Pick<AdminEvent, 'type' | 'at'>;

/** A user and the events since the sign-out, oldest first. */
export interface Check {
  user: SignedOutUser;
  events: SeenEvent[];
  /** Whether one of the events says that the user is back. */
  back: boolean;
}

/** Matches events with the users of a report. It keeps the events of these users only. */
export class Returns {
  readonly #checks: Check[];
  readonly #byId = new Map<string, Check[]>();
  readonly #byLogin = new Map<string, Check[]>();
  readonly #seen = new Set<string>();

  constructor(users: readonly SignedOutUser[]) {
    this.#checks = users.map((user) => ({ user, events: [], back: false }));
    for (const check of this.#checks) {
      const { user_id: id, user_login: login } = check.user.target;
      if (id !== undefined) add(this.#byId, id, check);
      if (login !== undefined) add(this.#byLogin, login.toLowerCase(), check);
    }
  }

  /** @returns the users with this event, if it is new and not older than their sign-out */
  add(event: AdminEvent): Check[] {
    const { id, login } = event.user;
    const byId = (id === undefined ? undefined : this.#byId.get(id)) ?? [];
    const byLogin = (login === undefined ? undefined : this.#byLogin.get(login.toLowerCase())) ?? [];
    // Box's times can be whole seconds: a sign-in in the second of the sign-out counts, rather than being missed.
    const checks = [...byId, ...byLogin].filter(({ user }) => event.at >= user.at - (user.at % 1000));
    if (checks.length === 0 || this.#seen.has(event.id)) return [];
    this.#seen.add(event.id);
    for (const check of checks) {
      check.events.push({ type: event.type, at: event.at });
      check.back ||= isBack(event);
    }
    return checks;
  }

  /** Every user: those who are back first, then those with other events, then in the order of the report. */
  get checks(): readonly Check[] {
    for (const { events } of this.#checks) events.sort((a, b) => a.at - b.at);
    const rank = ({ back, events }: Check): number => (back ? 0 : events.length > 0 ? 1 : 2);
    return this.#checks.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Whether the event says that its user has signed in. */
export function isBack({ type }: SeenEvent): boolean {
  return (BACK_EVENTS as readonly string[]).includes(type);
}

function add(checks: Map<string, Check[]>, key: string, check: Check): void {
  const known = checks.get(key);
  if (known === undefined) checks.set(key, [check]);
  else known.push(check);
}
