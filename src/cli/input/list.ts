import type { Kind } from '../../bulk/target.ts';
import { faultOfValue, type InputFindings } from './findings.ts';

/** Reads a plain list: one id or login a line. */
export function readList(text: string, kind: Kind, findings: InputFindings): void {
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const value = unquote(raw.trim());
    if (value === '') continue;
    const fault = faultOfLine(value, kind);
    if (fault !== undefined) findings.refuse(line, fault);
    else if (kind === 'groups') findings.add('group_id', value);
    else findings.add(value.includes('@') ? 'user_login' : 'user_id', value);
  }
}

function faultOfLine(value: string, kind: Kind): string | undefined {
  // A list of several would be taken for one id or login.
  if (/[,;\t]/.test(value)) return 'it holds a comma, a semicolon or a tab: give one a line, or CSV with a header';
  const fault = faultOfValue(value);
  if (fault !== undefined) return `the value ${fault}`;
  if (kind === 'groups' && value.includes('@')) return 'it is a login, but groups have ids: logins are for `users`';
  return undefined;
}

function unquote(text: string): string {
  const inner = /^"(.*)"$/.exec(text)?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"').trim();
}
