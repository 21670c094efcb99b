import { InvalidRequestError } from '../errors.ts';

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Why a value cannot be an id or a login.
 *
 * @returns `undefined` when it can: Box documents no other limit
 */
export function faultOfIdentifier(value: unknown): string | undefined {
  if (typeof value !== 'string') return `is ${nameOfType(value)}, not a string`;
  if (value.trim() === '') return 'is blank';
  if (CONTROL_CHARACTER.test(value)) return 'holds a control character';
  return undefined;
}

function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return value === undefined ? 'missing' : `a value of type ${typeof value}`;
}

/** A request body that has been checked, ready to be sent any number of times. */
export interface RequestBody {
  /** The JSON text. */
  json: string;
  /** Every id and login in it: none of them may be seen in an error. */
  identifiers: readonly string[];
}

/**
 * Checks a request body and writes it as JSON. Lists that the caller left out are sent as empty ones.
 *
 * @param lists - the names of the lists of ids and logins
 * @throws {@link InvalidRequestError} naming the place and the reason, never the value
 */
export function serializeRequestBody(body: unknown, lists: readonly string[]): RequestBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidRequestError(
      `The request body is ${nameOfType(body)}, not an object. Give an object with ${either(lists)}.`,
    );
  }
  const given = body as Record<string, unknown>;
  const checked = Object.fromEntries(lists.map((list) => [list, checkList(given[list], list)]));
  const identifiers = Object.values(checked).flat();
  if (identifiers.length === 0) {
    throw new InvalidRequestError(`There is nobody to sign out. Give at least one value in ${either(lists)}.`);
  }
  try {
    return { json: JSON.stringify({ ...given, ...checked }), identifiers };
  } catch {
    throw new InvalidRequestError('The request body cannot be written as JSON. Give plain strings, numbers and lists.');
  }
}

function checkList(list: unknown, name: string): string[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    throw new InvalidRequestError(`${name} is ${nameOfType(list)}, not an array. Give an array of strings.`);
  }
  return Array.from(list, (value: unknown, index) => {
    const fault = faultOfIdentifier(value);
    if (fault !== undefined) throw new InvalidRequestError(`${name}[${index}] ${fault}. Give a non-empty string.`);
    return value as string;
  });
}

function either(names: readonly string[]): string {
  return names.join(' or ');
}
