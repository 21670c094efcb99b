const MAX_SHOWN = 300;

/** @throws when the two differ as JSON */
export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what} is ${got?.slice(0, MAX_SHOWN)}, not ${wanted?.slice(0, MAX_SHOWN)}`);
}

export function ok(condition: boolean, what: string): void {
  if (!condition) throw new Error(`not so: ${what}`);
}

/** What of an error has to be the same in every runtime. */
interface Expected {
  name: string;
  status?: number;
  attempts?: number;
}

/** The error that a promise rejects with, which must be as expected. */
export async function rejects(promise: Promise<unknown>, expected: Expected): Promise<Error & Record<string, unknown>> {
  const error = await failureOf(promise);
  for (const [key, value] of Object.entries(expected))
    equal(error[key], value, `${error.name}: ${error.message}; ${key}`);
  return error;
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('the promise was fulfilled');
}
