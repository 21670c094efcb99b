import { WAYS } from '../account/credentials.ts';
import { EXIT_STATUS, type Exit } from '../exit-status.ts';
import type { Terminal } from '../terminal.ts';
import { count } from '../text/numbers.ts';
import { wrap } from '../text/wrap.ts';
import type { Check } from './checks.ts';

const COLORS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: undefined } as const;
const CHECK_WIDTH = 'credentials'.length;
const STATUS_WIDTH = 'skipped'.length;
const GAP = '  ';
/** In a narrower terminal, details stand below the check. */
const MIN_WIDTH_OF_DETAIL = 30;
const NO_PROOF = 'No users were signed out. Only a real sign-out proves the permission.';

/** Shows one check. */
export async function showCheck(check: Check, json: boolean, terminal: Terminal): Promise<void> {
  if (json) return terminal.printJson(check);
  const color = COLORS[check.status];
  const name = check.check.padEnd(CHECK_WIDTH);
  const padded = check.status.padEnd(STATUS_WIDTH);
  const head = `${name}${GAP}${color === undefined ? padded : terminal.paint(color, padded)}`;
  const indent = ' '.repeat(CHECK_WIDTH + STATUS_WIDTH + 2 * GAP.length);
  const width = terminal.columns - indent.length;
  if (width < MIN_WIDTH_OF_DETAIL) {
    const below = wrap(check.detail, terminal.columns - GAP.length).map((line) => `${GAP}${line}`);
    return terminal.print([head, ...below, ''].join('\n'));
  }
  const [first = '', ...rest] = wrap(check.detail, width);
  return terminal.print([`${head}${GAP}${first}`, ...rest.map((line) => `${indent}${line}`), ''].join('\n'));
}

/** Shows what the checks come to: what to set, in order, and the verdict. */
export async function showVerdict(
  checks: readonly Check[],
  exit: Exit,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const missing = checks.flatMap((check) => check.missing ?? []);
  if (json) {
    const { status: exitStatus } = EXIT_STATUS[exit];
    return terminal.printJson({ type: 'summary', failed, missing, provesPermission: false, exitStatus });
  }
  const steps =
    missing.length === 0
      ? []
      : [
          '',
          'In this order, set:',
          ...missing.map((name, index) => `  ${index + 1}. ${name}`),
          ...wrap(`Or one of the other ways: ${WAYS}.`, terminal.columns),
        ];
  const verdict = failed === 0 ? 'No check failed.' : `${count(failed, 'check')} failed.`;
  return terminal.print([...steps, '', verdict, ...wrap(NO_PROOF, terminal.columns), ''].join('\n'));
}
