import { CONTENDERS, OURS, type Contender, type Values } from './contenders.ts';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** What each contender needed in each round. */
export type Rounds = Record<Contender, number[]>;

/**
 * Medians of the rounds. In a round the contenders come one right after the other, so a ratio is the median of the rounds'
 * ratios: whatever else the machine does slows both of a pair.
 */
export function summarize(rounds: Partial<Rounds>): { values: Values; ratios: Partial<Values> } {
  const measured = CONTENDERS.filter((contender) => rounds[contender] !== undefined);
  const values = Object.fromEntries(measured.map((contender) => [contender, median(rounds[contender] ?? [])]));
  const ours = rounds[OURS] ?? [];
  const ratios = Object.fromEntries(
    measured
      .filter((contender) => contender !== OURS)
      .map((contender) => [contender, median(ours.map((value, round) => value / (rounds[contender]?.[round] ?? NaN)))]),
  );
  return { values: values as Values, ratios };
}

/** Lets the contenders take turns. */
export async function takeTurns(
  rounds: number,
  contenders: readonly Contender[],
  measure: (contender: Contender) => Promise<number>,
): Promise<Partial<Rounds>> {
  const results: Partial<Rounds> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) (results[contender] ??= []).push(await measure(contender));
  }
  return results;
}
