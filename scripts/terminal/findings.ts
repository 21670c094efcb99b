import type { Change } from '../drift/rules.ts';
import { GENERATOR_EXIT_STATUS } from './exit-status.ts';
import { facadeStub } from '../docs/stub.ts';
import { FACADE_PATH } from '../model/facade.ts';
import type { Operation } from '../model/operations.ts';
import type { Overlaid } from '../overlay/overlay.ts';
import { OVERLAY_PATH } from '../overlay/actions.ts';
import { oneLine } from './one-line.ts';
import { SOURCE_PATH, UPSTREAM_PATH } from '../cut/pin.ts';
import type { Output } from './progress.ts';
import type { Difference } from '../write/write.ts';

/** What a run has found that is for a person to look at. */
export interface Findings {
  /** Against the pinned cut. */
  changes: readonly Change[];
  /** Whether there was a pinned cut that could not be compared with. */
  pinBroken: boolean;
  /** Of the overlay. */
  vanished: Overlaid['vanished'];
  unneeded: Overlaid['unneeded'];
  /** JSON pointers of missing texts. */
  unworded: readonly string[];
  /** Operations without a façade method. */
  unwrapped: readonly Operation[];
}

/** Names everything that was found, with what to do about it. */
export function showFindings({ pinBroken, vanished, unneeded, unworded, unwrapped }: Findings, output: Output): void {
  // Names from the other side are shown, not obeyed.
  const warn = (line: string): void => output.warn(oneLine(line));
  if (pinBroken) {
    warn(`${UPSTREAM_PATH} or ${SOURCE_PATH} was missing or broken, so nothing was compared. Read the whole diff.`);
  }
  for (const target of vanished) {
    warn(`${OVERLAY_PATH}: the target ${target} matches nothing to apply it to. Mend the action or take it out.`);
  }
  for (const { action } of unneeded) {
    warn(
      `${OVERLAY_PATH}: the correction at ${action.target} is no longer needed: Box has made it. Keep only its wording.`,
    );
  }
  for (const pointer of unworded) warn(`No wording: ${pointer}. Add an action for it to ${OVERLAY_PATH}.`);
  for (const operation of unwrapped) {
    warn(`No façade method: ${operation.operationId}. Write one in ${FACADE_PATH}, for example:`);
    output.warn(`\n${facadeStub(operation)}\n`);
  }
}

/** The exit status of a run that has written what is to be written. */
export function statusOf({ changes, pinBroken, vanished, unwrapped }: Findings): 0 | 3 {
  const breaking = changes.some(({ level }) => level === 'breaking');
  const { done, look } = GENERATOR_EXIT_STATUS;
  return (breaking || pinBroken || vanished.length > 0 || unwrapped.length > 0 ? look : done).status;
}

/** Names the files that are not as they would be written. */
export function showDifference({ changed, stale }: Difference, output: Output): void {
  for (const path of changed) output.warn(`${path} is not as it would be written. Run npm run generate.`);
  for (const path of stale) output.warn(`${path} would be removed. Run npm run generate.`);
}

/** Whether there is nothing to write, and nothing for a person to do before it is published. */
export function isComplete({ vanished, unworded, unwrapped }: Findings, { changed, stale }: Difference): boolean {
  return [vanished, unworded, unwrapped, changed, stale].every(({ length }) => length === 0);
}
