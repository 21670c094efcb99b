import { OURS, valuesOf, type Row } from '../contenders.ts';
import { median } from '../median.ts';
import { Secrets } from '../../src/redaction/secrets.ts';

const ROUNDS = 5;
const MEGABYTE = 1024 * 1024;
/** Twice the text takes twice as long if time grows linearly; the rest allows for noise. */
const MAX_GROWTH = 3;

/** What a hostile server could send: over and over the beginning that all logins share, encoded twice or not at all. */
const TEXTS = { plain: 'user0000', encoded: '%2575ser0000' };

/**
 * Milliseconds of processor time to redact a text, for more text and for more logins. No contender does this, so the rows
 * have our values only.
 */
export async function measureRedaction(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, unit] of Object.entries(TEXTS)) {
    const small = timeOf(unit, MEGABYTE, 100);
    const moreLogins = timeOf(unit, MEGABYTE, 1000);
    const moreText = timeOf(unit, 2 * MEGABYTE, 1000);
    const met = moreLogins <= small * MAX_GROWTH && moreText <= moreLogins * MAX_GROWTH;
    rows.push(
      await row(`redaction of 1 MB, ${name}, 100 logins`, small),
      await row(`redaction of 1 MB, ${name}, 1,000 logins`, moreLogins),
      { ...(await row(`redaction of 2 MB, ${name}, 1,000 logins`, moreText)), goal: { text: 'linear', met } },
    );
  }
  return rows;
}

async function row(measure: string, ours: number): Promise<Row> {
  const values = await valuesOf((contender) => (contender === OURS ? ours : undefined));
  return { measure, unit: 'ms', values };
}

function timeOf(unit: string, length: number, logins: number): number {
  const values = Array.from({ length: logins }, (_, index) => `user${String(index).padStart(6, '0')}@example.com`);
  const text = unit.repeat(Math.ceil(length / unit.length));
  return median(
    Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      new Secrets(values).redact(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}
