/** Where the lines of a run go. */
export interface Output {
  /** What was done. */
  out(line: string): void;
  /** What a person has to look at. */
  warn(line: string): void;
}

/** Does one step of a run. */
export type Step = <Value>(name: string, work: () => Value | Promise<Value>) => Promise<Value>;

/** Shows each step when it is done, with the time that it took. */
export function stepsOn(output: Output): Step {
  return async (name, work) => {
    const start = performance.now();
    const value = await work();
    output.out(`${name.padEnd(10)} ${((performance.now() - start) / 1000).toFixed(2)} s`);
    return value;
  };
}
