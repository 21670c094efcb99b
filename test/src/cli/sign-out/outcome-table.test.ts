import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTable } from '../../../../src/cli/sign-out/outcome-table.ts';
import type { OutcomeRecord } from '../../../../src/cli/report/record.ts';

const at = '2026-01-01T00:00:00.000Z';
const plain = (_: OutcomeRecord['status'], text: string): string => text;

describe('table', () => {
  it('wraps the reason beside the target', () => {
    const records: OutcomeRecord[] = [
      {
        at,
        target: { user_login: 'someone-unknown@example.com' },
        status: 'rejected',
        error: 'Box could not find it. Check.',
      },
      { at, target: { user_id: '12' }, status: 'accepted' },
    ];
    expect(renderTable(records, 60, plain)).toBe(
      [
        'STATUS    TARGET                    WHY',
        'rejected  someone-unknown@example.  Box could not find it.',
        '          com                       Check.',
        'accepted  12',
        '',
      ].join('\n'),
    );
  });

  it('leaves the reasons out where there are none', () => {
    const records: OutcomeRecord[] = [{ at, target: { group_id: '7' }, status: 'accepted' }];
    expect(renderTable(records, 80, plain)).toBe('STATUS    TARGET\naccepted  7\n');
  });

  it('is never wider than the terminal, and loses nothing', () => {
    const word = fc.stringMatching(/^[a-z@.]{1,60}$/);
    const record = fc.record({
      at: fc.constant(at),
      target: word.map((user_id) => ({ user_id })),
      status: fc.constantFrom('accepted', 'rejected', 'unknown'),
      error: fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' ')),
    }) as fc.Arbitrary<OutcomeRecord>;
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.integer({ min: 40, max: 200 }), (records, columns) => {
        const lines = renderTable(records, columns, plain).split('\n');
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
        const letters = (text: string): string => text.replaceAll(/\s/g, '').split('').toSorted().join('');
        const given = records.map(({ status, target, error }) => `${status}${target.user_id}${error}`).join('');
        expect(letters(lines.join(''))).toBe(letters(`STATUSTARGETWHY${given}`));
      }),
    );
  });
});
