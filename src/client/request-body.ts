import { InvalidRequestError } from '../errors.ts';
import { isObject } from '../http/json-object.ts';

/** A request body that was checked. */
export interface RequestBody<List extends string> {
  /** With every list: an empty one for a list that the caller left out. */
  body: Record<List, string[]>;
  /** Its JSON text. */
  json: string;
  /** Every ID and login in it: no error can show them. */
  identifiers: readonly string[];
}

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Why a value can't be an ID or a login.
 *
 * @returns `undefined` if it can: Box documents no other limit
 */
export function faultOfIdentifier(value: unknown): string | undefined {
  if (typeof value !== 'string') return `is ${nameOfType(value)}, not a string`;
  if (value.trim() === '') return 'is blank';
  if (CONTROL_CHARACTER.test(value)) return 'contains a control character';
  return undefined;
}

/**
 * Checks a request body.
 *
 * @param lists - the names of its lists of IDs and logins
 * @throws {@link InvalidRequestError} naming the place and the reason, never the value
 */
export function checkRequestBody<List extends string>(given: unknown, lists: readonly List[]): RequestBody<List> {
  if (!isObject(given)) {
    throw new InvalidRequestError(
      `The request body is ${nameOfType(given)}, not an object. Pass an object with ${either(lists)}.`,
    );
  }
  const checked = Object.fromEntries(
    lists.map((list) => [list, checkList(given[list], list)]),
  ) as RequestBody<List>['body'];
  const identifiers = Object.values<string[]>(checked).flat();
  rejectUnknownLists(given, lists, identifiers.length === 0);
  if (identifiers.length === 0) {
    throw new InvalidRequestError(`The request body names no target. Pass at least one value in ${either(lists)}.`);
  }
  const body = { ...given, ...checked };
  try {
    return { body, json: JSON.stringify(body), identifiers };
  } catch {
    throw new InvalidRequestError('The request body cannot be written as JSON. Pass plain strings, numbers and lists.');
  }
}

/**
 * A field that Box adds one day is sent as it is. But a list under a name that the operation doesn't have would leave people
 * signed in without a word.
 */
function rejectUnknownLists(given: Record<string, unknown>, lists: readonly string[], isEmpty: boolean): void {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]|s$/g, '');
  const unknown = Object.keys(given).find(
    (name) =>
      !lists.includes(name) &&
      (isEmpty || Array.isArray(given[name]) || lists.some((list) => plain(list) === plain(name))),
  );
  if (unknown === undefined) return;
  // A login as a name is a secret.
  const name = /^\w{1,40}$/.test(unknown) ? unknown : 'A property';
  throw new InvalidRequestError(`${name} is not a list of this request body. Pass ${either(lists)}.`);
}

function checkList(list: unknown, name: string): string[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    throw new InvalidRequestError(`${name} is ${nameOfType(list)}, not an array. Pass an array of strings.`);
  }
  return Array.from(list, (value: unknown, index) => {
    const fault = faultOfIdentifier(value);
    if (fault !== undefined) throw new InvalidRequestError(`${name}[${index}] ${fault}. Pass a non-empty string.`);
    return value as string;
  });
}

function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return value === undefined ? 'missing' : `a value of type ${typeof value}`;
}

function either(names: readonly string[]): string {
  return names.join(' or ');
}
