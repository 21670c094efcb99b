import fc from '../../support/fast-check.ts';
import { describe, expect, it, vi } from 'vitest';
import { Matcher } from '../../../src/redaction/matcher.ts';
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

  it('takes one step for each character, however many values there are and however alike they begin', () => {
    const step = vi.spyOn(Matcher.prototype, 'step');
    const stepsFor = (values: number, length: number): number => {
      const index = indexOf(Array.from({ length: values }, (_, number) => `user000${number}@example.com`));
      const text = 'user000'.repeat(length / 7);
      index.replaceIn('', true);
      step.mockClear();
      index.replaceIn(text, true);
      return step.mock.calls.length;
    };
    expect(stepsFor(10, 70_000)).toBe(70_000);
    expect(stepsFor(1000, 70_000)).toBe(70_000);
    expect(stepsFor(1000, 140_000)).toBe(140_000);
    step.mockRestore();
  });
});
