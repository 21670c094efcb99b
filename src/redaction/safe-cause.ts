import { isSessionTerminationError, type SessionTerminationError } from '../errors.ts';

/** How many links of a chain of causes are read: a chain can be endless. */
export const MAX_CAUSE_DEPTH = 5;
/** How many errors are copied in all: an `AggregateError` can contain any number of them. */
const MAX_COPIES = 20;
const MAX_FRAMES = 10;
const MAX_FRAME_LENGTH = 1000;
const WITHHELD = 'The message is withheld because it might contain a secret.';

/** A name or a code. Those of OpenSSL can contain a slash, such as `ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE`. */
const WORD = /^(?:[\w$.-]{1,64}|ERR_SSL_[A-Z\d_/]{1,64})$/;
const V8_FRAME = /^ *at .*(?::\d+:\d+|<anonymous>|native|index \d+)\)?$/;
/** The stacks of Firefox and Safari consist of frames only. */
const OTHER_FRAME = /^[^\s:@]*@\S+:\d+:\d+$/;

/** What makes a text safe to show. */
export interface Redaction {
  redact(text: string): string;
  clean(text: string): string;
}

const copies = new WeakSet<object>();

/**
 * Copies something thrown so that it is safe to pass on as a `cause`. Never throws, whatever was thrown.
 *
 * Of a foreign error the copy has the name, the code, the frames of the stack and the causes: other software puts requests,
 * credentials and responses into the messages and properties of its errors. An error of this library keeps everything that
 * doesn't show a secret.
 */
export class CauseCopier {
  readonly #redaction: Redaction;
  #count = 0;

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  copy(thrown: unknown, depth = 0): unknown {
    this.#count += 1;
    if (typeof thrown === 'object' && thrown !== null && copies.has(thrown)) return thrown;
    try {
      const cause = read(thrown, 'cause');
      const safeCause = this.#copyInner(cause, depth);
      return isSessionTerminationError(thrown)
        ? this.#copyOwn(thrown, cause, safeCause)
        : this.#copyForeign(thrown, safeCause, depth);
    } catch {
      // Code of the thrown object ran, such as a trap of a proxy.
      return new Error(WITHHELD);
    }
  }

  #copyInner(thrown: unknown, depth: number): unknown {
    const tooMany = depth >= MAX_CAUSE_DEPTH || this.#count >= MAX_COPIES;
    return thrown === undefined || tooMany ? undefined : this.copy(thrown, depth + 1);
  }

  #copyOwn(error: SessionTerminationError, cause: unknown, safeCause: unknown): unknown {
    const message = this.#redaction.redact(error.message);
    if (message === error.message && safeCause === cause) return error;
    const copy: unknown = Reflect.construct(error.constructor, [
      message,
      Object.assign({}, error, { cause: safeCause }),
    ]);
    return copy;
  }

  #copyForeign(thrown: unknown, safeCause: unknown, depth: number): Error {
    const hasMessage = typeof read(thrown, 'message') === 'string';
    const copy = new Error(hasMessage ? WITHHELD : `A value of type ${typeof thrown} was thrown.`);
    copies.add(copy);
    const name = this.#word(read(thrown, 'name')) ?? 'Error';
    const code = this.#code(read(thrown, 'code'));
    const define = (property: string, value: unknown): unknown =>
      Object.defineProperty(copy, property, { value, configurable: true, writable: true });
    define('name', name);
    define('stack', [`${name}: ${copy.message}`, ...this.#frames(thrown)].join('\n'));
    if (code !== undefined) Object.assign(copy, { code });
    if (safeCause !== undefined) define('cause', safeCause);
    const errors = this.#copyErrors(read(thrown, 'errors'), depth);
    if (errors.length > 0) define('errors', errors);
    return copy;
  }

  /** The errors of an `AggregateError`, such as one for each address of a host. */
  #copyErrors(errors: unknown, depth: number): unknown[] {
    const copied: unknown[] = [];
    for (let index = 0; this.#count < MAX_COPIES; index += 1) {
      const error = read(errors, String(index));
      if (error === undefined) break;
      copied.push(this.#copyInner(error, depth));
    }
    return copied;
  }

  #word(value: unknown): string | undefined {
    return typeof value === 'string' && WORD.test(value) ? this.#redaction.clean(value) : undefined;
  }

  #code(value: unknown): string | number | undefined {
    if (typeof value !== 'number') return this.#word(value);
    return this.#redaction.redact(String(value)) === String(value) ? value : undefined;
  }

  /** The frames follow the message in V8. If the message was changed later, no line is certain to be a frame. */
  #frames(thrown: unknown): string[] {
    const [stack, message] = [read(thrown, 'stack'), read(thrown, 'message')];
    if (typeof stack !== 'string' || typeof message !== 'string') return [];
    const at = stack.indexOf(message);
    const lines = (at < 0 ? stack : stack.slice(at + message.length)).trim().split('\n');
    const isFrame = (line: string): boolean =>
      line.length < MAX_FRAME_LENGTH && (at < 0 ? OTHER_FRAME : V8_FRAME).test(line);
    if (at < 0 && !lines.every(isFrame)) return [];
    return lines
      .filter(isFrame)
      .slice(0, MAX_FRAMES)
      .map((line) => `    ${this.#redaction.clean(line)}`);
  }
}

/** A property of something that can be anything, such as a proxy that throws. */
function read(value: unknown, property: string): unknown {
  try {
    return (value as Record<string, unknown> | null | undefined)?.[property];
  } catch {
    return undefined;
  }
}
