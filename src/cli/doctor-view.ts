import { EXIT_STATUS, type Exit } from './exit-status.ts';
import type { Terminal } from './terminal.ts';
import { count } from './wording.ts';
import { wrap } from './wrap.ts';

/** What one check found, and what to do about it. */
export interface Check {
  check: 'credentials' | 'token' | 'box' | 'clock' | 'account' | 'role';
  /** `warning`: signing out may work all the same. `skipped`: an earlier check failed. */
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  detail: string;
}

const COLORS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: undefined } as const;
const INDENT = ' '.repeat('credentials  skipped  '.length);
const NO_PROOF = 'Nobody was signed out. Only a real call proves the permission.';

/** Shows one check. */
export async function showCheck(check: Check, json: boolean, terminal: Terminal): Promise<void> {
  if (json) return terminal.print(`${JSON.stringify(check)}\n`);
  const color = COLORS[check.status];
  const status = check.status.padEnd('skipped'.length);
  const [first = '', ...rest] = wrap(check.detail, terminal.columns - INDENT.length);
  const head = `${check.check.padEnd('credentials'.length)}  ${color === undefined ? status : terminal.paint(color, status)}`;
  return terminal.print([`${head}  ${first}`, ...rest.map((line) => `${INDENT}${line}`), ''].join('\n'));
}

/** Shows what all checks come to. */
export async function showVerdict(
  checks: readonly Check[],
  exit: Exit,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  if (json)
    return terminal.print(
      `${JSON.stringify({ failed, provesPermission: false, exitStatus: EXIT_STATUS[exit].status })}\n`,
    );
  const verdict = failed === 0 ? 'No check failed.' : `${count(failed, 'check')} failed.`;
  return terminal.print(['', verdict, ...wrap(NO_PROOF, terminal.columns), ''].join('\n'));
}
