/** Where the lines of a run go. */
export interface Output {
  /** What was done. */
  out(line: string): void;
  /** What a person has to look at. */
  warn(line: string): void;
}

/** Runs one step. */
export type Step = <Value>(name: string, work: () => Value | Promise<Value>) => Promise<Value>;

/** Prints each step when it is done, with its duration. */
export function stepsOn(output: Output): Step {
  return async (name, work) => {
    const start = performance.now();
    const value = await work();
    output.out(`${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(2)} s`);
    return value;
  };
}
