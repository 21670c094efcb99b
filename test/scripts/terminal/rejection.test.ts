import { expect, it } from 'vitest';
import { reasonOf, Rejection } from '../../../scripts/terminal/rejection.ts';

it.each<[string, unknown, RegExp]>([
  ['a rejection as it is', new Rejection('x.json is empty. Pass a spec.'), /^x\.json is empty\. Pass a spec\.$/],
  [
    'names that would move the cursor as escapes',
    new Rejection('a\n\u001B[2J\u202Eb'),
    /^a\\u\{a\}\\u\{1b\}\[2J\\u\{202e\}b$/,
  ],
  ['a name of any length only as far as a person reads', new Rejection('a'.repeat(3_000_000)), /^a{2000}…$/],
  [
    'the file and the code of a failure of the system',
    Object.assign(new Error('x'), { code: 'EACCES', path: '/a' }),
    /^\/a can't be read or written \(EACCES\)\. Check it and run the generator again\.$/,
  ],
  [
    'a full disk, which names no file',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' }),
    /^A file can't be read or written \(ENOSPC: no space left on device, write\)\. Check the disk and run .*$/,
  ],
  [
    'everything about a fault of its own',
    new TypeError('x'),
    /^The generator has a bug\. Report it\.\nTypeError: x\n +at /,
  ],
])('shows %s', (_, error, shown) => {
  expect(reasonOf(error)).toMatch(shown);
});
