import { expect, it } from 'vitest';
import { readOptions } from '../../../scripts/terminal/options.ts';

it('reads flags, whatever their order and spelling', () => {
  expect(readOptions([])).toEqual({ spec: undefined, check: false, report: undefined, help: false });
  expect(readOptions(['--report', 'a.md', '--check', '--spec=a b.json'])).toMatchObject({
    spec: 'a b.json',
    check: true,
    report: 'a.md',
  });
  expect(readOptions(['-h'])).toMatchObject({ help: true });
});

it.each([
  [['--bogus'], "Unknown option '--bogus'."],
  [['--spec'], /--spec .*missing/],
  [['--spec', '--check'], /--spec/],
  [['--spec='], '--spec needs a file or a URL.'],
  [['--check=yes'], /--check/],
  [['spec.json'], /Unexpected argument 'spec\.json'/],
  [['--report', 'no/such/folder/a.json'], "--report: the folder of no/such/folder/a.json doesn't exist."],
  [['--report', 'package.json/a.json'], "doesn't exist."],
  [['--report', '.'], '--report needs the name of a file.'],
  [['--report='], '--report needs the name of a file.'],
])('rejects %j in one line', (args, reason) => {
  expect(() => readOptions(args)).toThrow(reason);
  expect(() => readOptions(args)).toThrow(/^[^\n]+\.$/);
});
