/** Who is measured, in the order of the columns. */
export const CONTENDERS = ['box-session-termination', 'box-node-sdk', 'openapi-fetch', 'raw-fetch'] as const;

export type Contender = (typeof CONTENDERS)[number];

export const OURS = 'box-session-termination';

/** What a measure found, by contender; `undefined` where it says nothing about one. */
export type Values = Record<Contender, number | undefined>;

/** One row of the table. */
export interface Row {
  measure: string;
  /** Of all values. */
  unit: string;
  values: Values;
  /** Ours to each peer's, where the quotient of the values is not it: a median of the rounds' quotients. */
  ratios?: Partial<Values>;
  /** Whether the README shows it. */
  headline?: true;
  goal?: { text: string; met: boolean };
}

/** How thorough the measurement is. */
export interface Thoroughness {
  rounds: number;
  imports: number;
  callsEachRound: number;
  memoryCalls: [early: number, late: number];
  targets: number;
}

export async function valuesOf(
  measure: (contender: Contender) => Promise<number | undefined> | number | undefined,
): Promise<Values> {
  const values: Partial<Values> = {};
  for (const contender of CONTENDERS) values[contender] = await measure(contender);
  return values as Values;
}
