import { Call, type CallContext, type CallRequest } from '../../client/call.ts';
import { Credentials } from '../../client/credentials.ts';
import { errorOf } from '../../client/response.ts';
import { normalizeCallOptions, normalizeOptions } from '../../client/settings.ts';
import { textOf, type HttpResponse } from '../../http/exchange.ts';
import { ResponseError } from '../../errors.ts';
import type { Secrets } from '../../redaction/secrets.ts';
import type { EnvironmentCredentials } from '../account/credentials.ts';
import { observers } from '../debug.ts';
import type { Connection } from '../network/network.ts';
import type { Terminal } from '../terminal.ts';
import { BACK_EVENTS, readEventPage, SHOWN_EVENTS, type AdminEvent, type EventPage } from './event.ts';

/** The most that Box returns at once (parameter `limit` of `get_events`). */
const PAGE_SIZE = 500;
/** 500 events of a few kB each. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/**
 * Box's admin events about signing in and out (operation `get_events`, stream `admin_logs`).
 *
 * @see https://developer.box.com/reference/get-events/
 */
export class AdminEvents {
  readonly #context: CallContext;

  /** @param terminal - shows requests with `--debug` */
  constructor(connection: Connection, auth: EnvironmentCredentials['auth'], terminal: Terminal) {
    const { baseUrl, asUser, timeoutMs, fetch, debug } = connection;
    const options = { auth, baseUrl, asUser, timeoutMs, fetch };
    this.#context = {
      settings: normalizeOptions(debug ? { ...options, ...observers((line) => terminal.say(line)) } : options),
      credentials: new Credentials(auth),
    };
  }

  /**
   * All events since a time, as Box pages them. Events can repeat.
   *
   * @param since - milliseconds since the epoch
   * @throws the library's errors, as a sign-out does
   */
  async *since(since: number, signal?: AbortSignal): AsyncGenerator<AdminEvent, void, void> {
    let position: string | undefined;
    const positions = new Set<string>();
    for (;;) {
      const { events, isEmpty, next } = await this.#page(since, position, signal);
      yield* events;
      // A position that comes again would return the same pages forever.
      if (isEmpty || next === undefined || positions.has(next)) return;
      positions.add(next);
      position = next;
    }
  }

  /**
   * Reads one page, in one attempt.
   *
   * @throws the library's errors if the events can't be read
   */
  async probe(): Promise<void> {
    const { settings } = this.#context;
    const once = { ...this.#context, settings: { ...settings, retry: { ...settings.retry, maxAttempts: 1 } } };
    await new Call(once, this.#request(Date.now(), undefined), normalizeCallOptions({}, settings)).run();
  }

  #page(since: number, position: string | undefined, signal: AbortSignal | undefined): Promise<EventPage> {
    const settings = normalizeCallOptions({ signal }, this.#context.settings);
    return new Call(this.#context, this.#request(since, position), settings).run();
  }

  #request(since: number, position: string | undefined): CallRequest<EventPage> {
    const query = new URLSearchParams({
      stream_type: 'admin_logs',
      // Box's times can be whole seconds.
      created_after: new Date(since - (since % 1000)).toISOString(),
      event_type: [...BACK_EVENTS, ...SHOWN_EVENTS].join(','),
      limit: String(PAGE_SIZE),
      ...(position === undefined ? {} : { stream_position: position }),
    });
    return {
      operationId: 'get_events',
      method: 'GET',
      url: `${this.#context.settings.baseUrl}/events?${query.toString()}`,
      secrets: [],
      maxBytes: MAX_PAGE_BYTES,
      interpret: pageOf,
    };
  }
}

function pageOf(response: HttpResponse, secrets: Secrets, attempts: number): EventPage {
  const { status } = response;
  if (status !== 200) throw errorOf(response, 200, secrets, attempts);
  // Like a lost connection, a page that was cut off is requested again.
  if ('fault' in response.body) throw response.body.fault;
  const page = readEventPage(textOf(response));
  if (page === undefined) throw new ResponseError("The response isn't a page of events.", { status, attempts });
  return page;
}
