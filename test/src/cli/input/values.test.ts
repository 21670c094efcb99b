import fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { readValue, shown, splitValues } from '../../../../src/cli/input/values.ts';

const valueOf = (text: string): string => {
  const value = readValue(text, 'either');
  return 'fault' in value ? `fault: ${value.fault}` : value.text;
};

describe('a value', () => {
  it.each([
    ['="11446498"', '11446498'],
    ['=11446498', '11446498'],
    ["'11446498", '11446498'],
    ['"11446498"', '11446498'],
    ['11446498.0', '11446498'],
    ['11446498.00', '11446498'],
    ["'ada@example.com'", 'ada@example.com'],
    ['“ada@example.com”', 'ada@example.com'],
    ['„ada@example.com“', 'ada@example.com'],
    ['‘ada@example.com’', 'ada@example.com'],
    ['`ada@example.com`', 'ada@example.com'],
    ['<ada@example.com>', 'ada@example.com'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['MAILTO:ada@example.com?subject=hello', 'ada@example.com'],
    ['<mailto:ada@example.com>', 'ada@example.com'],
    ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
    ['"Lovelace, Ada" <ada@example.com>', 'ada@example.com'],
    ['ada@example.com <ada@example.com>', 'ada@example.com'],
    ["'Ada@example.com' <ada@example.com>", 'Ada@example.com'],
    ['Ada (ada@example.com) <ada@example.com>', 'ada@example.com'],
    ['<mailto:ada@example.com|ada@example.com>', 'ada@example.com'],
    ['SMTP:ada@example.com', 'ada@example.com'],
    ['(ada@example.com)', 'ada@example.com'],
    ['ada@example.com.', 'ada@example.com'],
    ['ada@example.com;', 'ada@example.com'],
    ['mu\u0308ller@example.com', 'm\u00fcller@example.com'],
    ['[ada@example.com](mailto:ada@example.com)', 'ada@example.com'],
    ['[ada@example.com|mailto:ada@example.com]', 'ada@example.com'],
    ['00123', '00123'],
    ['\u200Bada@example.com\u200B', 'ada@example.com'],
    ['\u00a0"\u00a0ada@example.com\u00a0"', 'ada@example.com'],
    ["o'neil+box@mail.example.com", "o'neil+box@mail.example.com"],
    ['müller@exämple.de', 'müller@exämple.de'],
    ['guest_corp.example#EXT#@example.onmicrosoft.com', 'guest_corp.example#EXT#@example.onmicrosoft.com'],
  ])('is unwrapped: %s', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  const EXCEL = 'Excel has rounded the column; format it as text and export again.';
  const EMPTY = 'It stands for an empty cell; remove the row, or clear the cell.';
  const CELL = 'It is an error of the spreadsheet; correct the cell, or remove the row.';
  const TOTAL = 'It looks like the row below a table; remove the row.';
  const HTML = 'It is HTML; save the list as plain text or CSV.';
  const TWO = 'It is more than one value; write one in each row.';
  const LOOKALIKE = 'It has characters that only look like those of an ID or a login; type it again.';
  const COLUMNS = 'It is more than one column; add a first line that names the columns.';
  const THOUSANDS = 'It has thousands separators; format the column as text and export again.';
  const DECIMAL = 'It is a decimal number; format the column as text and export again.';
  it.each([
    ['1.14465E+10', `is not an ID. ${EXCEL}`],
    ['1,14465E+10', `is not an ID. ${EXCEL}`],
    ['1e9', `is not an ID. ${EXCEL}`],
    ['11,446,498', `is not an ID. ${THOUSANDS}`],
    ['11.446.498', `is not an ID. ${THOUSANDS}`],
    ['11 446 498', `is not an ID. ${THOUSANDS}`],
    ['11446498.5', `is not an ID. ${DECIMAL}`],
    ['11446498,5', `is not an ID. ${DECIMAL}`],
    ['11446498,11446499', TWO],
    ...['１２３', '１２３@example.com', 'ada@ｅxample.com', '12²'].map((text) => [text, LOOKALIKE]),
    ...['#ada@example.com', '+ada@example.com', '.ada@example.com', 'ada.@example.com', 'ada..l@example.com'].map(
      (text) => [text, 'is not a login.'],
    ),
    ...['ada@192.0.2.1', 'ada@-example.com', 'ada@example-.com', 'ada@example.com-'].map((text) => [
      text,
      'is not a login.',
    ]),
    ...['bob@example.com <ada@example.com>', 'ada@example.com <da@example.com>'].map((text) => [
      text,
      'is not a login.',
    ]),
    ...['#NV', '#BEZUG!', '#NOMBRE?', '#¡REF!', '#ERROR!'].map((text) => [text, CELL]),
    ['#11446498', 'is not an ID or a login.'],
    ...['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '########'].map((text) => [text, CELL]),
    ...['NULL', 'None', 'nan', 'N/A', 'n/a', '-', '–', '0', '000', 'undefined', 'TRUE'].map((text) => [text, EMPTY]),
    ...['Total', 'Total: 500', 'Grand Total', 'Subtotal'].map((text) => [text, TOTAL]),
    ...['<td>ada@example.com</td>', 'ada@example.com<br>', '<a href="mailto:ada@example.com">Ada</a>'].map((text) => [
      text,
      HTML,
    ]),
    ...['ada@example.com;bob@example.com', 'ada@example.com bob@example.com', '1234 5678'].map((text) => [text, TWO]),
    ...['Ada|ada@example.com', 'ada@example.com|Ada', '11446498|Ada'].map((text) => [text, COLUMNS]),
    ['11111111-2222-4333-8444-555555555501', 'It is the ID of another system'],
    ['ada', 'is not an ID or a login. An ID is digits, a login is an email address.'],
    ['ada@example', 'is not a login.'],
    ['ada@@example.com', 'is not a login.'],
    ['ada\u200B@example.com', 'It contains an invisible character; type it again.'],
    ['-11446498', 'is not an ID or a login.'],
    ['', 'An empty value is not an ID or a login.'],
  ])('is rejected with the way out: %s', (text, message) => {
    expect(valueOf(text)).toMatch(/^fault: /);
    expect(valueOf(text)).toContain(message);
  });

  it('is what its column says', () => {
    expect(readValue('ada@example.com', 'id')).toMatchObject({
      fault: 'ada@example.com is not an ID. It is a login; an ID is digits.',
    });
    expect(readValue('11446498', 'login')).toMatchObject({
      fault: '11446498 is not a login. It is an ID; a login is an email address.',
    });
  });

  it('is never sent when it is neither digits nor an email address, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('aß1.0@@,;| "<>=-#/\n\u200B\u202E')), maxLength: 12 }),
        (text) => {
          const value = readValue(text, 'either');
          if ('is' in value)
            expect(value.text).toMatch(value.is === 'id' ? /^\d+$/ : /^[^\s@<>"|;,]+@[^\s@<>"|;,]+\.[^\s@]+$/);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('takes no longer when a hostile text is long', () => {
    const texts = ['a@' + 'a.'.repeat(200_000), '<'.repeat(200_000), `"${'a "'.repeat(100_000)}`, '['.repeat(200_000)];
    const start = performance.now();
    for (const text of texts) expect(readValue(text, 'either')).toHaveProperty('fault');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('several values on one line', () => {
  it.each([
    ['10000001,10000002', ['10000001', '10000002']],
    ['10000001, 10000002;', ['10000001', '10000002']],
    ['111,222', ['111', '222']],
    ['11,446,498', ['11,446,498']],
    ['27,335', ['27,335']],
    ['1,14465E+10', ['1,14465E+10']],
    ['11446498,00', ['11446498,00']],
    ['"Lovelace, Ada" <ada@example.com>; bob@example.com', ['"Lovelace, Ada" <ada@example.com>', 'bob@example.com']],
    ['Lovelace, Ada <ada@example.com>, bob@example.com', ['Ada <ada@example.com>', 'bob@example.com']],
    ['NULL, Ada <ada@example.com>', ['NULL', 'Ada <ada@example.com>']],
    ['10000001, Ada <ada@example.com>', ['10000001', 'Ada <ada@example.com>']],
  ])('are separated: %s', (text, expected) => {
    expect(splitValues(text)).toEqual(expected);
  });
});

describe('a value in a message', () => {
  it.each([
    ['a\u001b[31mb\u202ec', 'a?[31mb?c'],
    ['line\r\nbreak', 'line break'],
    ['x'.repeat(41), `${'x'.repeat(39)}…`],
    ['x'.repeat(40), 'x'.repeat(40)],
  ])('is one short line: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});
