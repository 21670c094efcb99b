import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { SecretIndex } from '../../../src/redaction/secret-index.ts';

function indexOf(values: Iterable<string>): SecretIndex {
  const index = new SecretIndex();
  for (const value of values) index.add(value);
  return index;
}

describe('the index of secrets', () => {
  it('finds the same whether it compares values one by one or all at once', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '%', '4', '1', 'é', ' '), minLength: 1 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '%', '4', '1', 'é', 'e\u0301', ' '), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(value), text, (secrets, shown) => {
        const compared = indexOf(secrets).replaceIn(`${shown}#`, false);
        // All at once, since the text might end with the beginning of any secret.
        expect(indexOf(secrets).replaceIn(`${shown}#`, true)).toBe(compared);
      }),
    );
  });

  it('finds each value that a simple search finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 6, maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1 }), text, (secrets, shown) => {
        const hidden = Array.from(shown, () => false);
        for (const secret of secrets) {
          for (let at = shown.indexOf(secret); at >= 0; at = shown.indexOf(secret, at + 1)) {
            hidden.fill(true, at, at + secret.length);
          }
        }
        const kept = Array.from(shown).filter((_, index) => !hidden[index]);
        expect(indexOf(secrets).replaceIn(shown, false).replaceAll('[redacted]', '')).toBe(kept.join(''));
      }),
    );
  });

  it('takes twice as long for twice the text, and hardly longer for more values, however alike they begin', () => {
    const timeFor = (values: number, length: number): number => {
      const index = indexOf(Array.from({ length: values }, (_, number) => `user000${number}@example.com`));
      const text = 'user000'.repeat(length / 7);
      index.replaceIn('', true);
      const times = Array.from({ length: 5 }, () => {
        const { user } = process.cpuUsage();
        index.replaceIn(text, true);
        return process.cpuUsage().user - user;
      });
      return Math.min(...times);
    };
    const base = timeFor(10, 70_000);
    expect(timeFor(10, 700_000)).toBeLessThan(base * 30);
    expect(timeFor(1000, 70_000)).toBeLessThan(base * 10);
  });
});
