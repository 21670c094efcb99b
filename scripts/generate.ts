import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compareCuts } from './drift/compare.ts';
import { cut } from './cut/cut.ts';
import { renderReference } from './docs/reference.ts';
import { renderJson, renderMarkdown, renderText } from './drift/report.ts';
import { GENERATOR_EXIT_STATUS } from './terminal/exit-status.ts';
import { isComplete, showDifference, showFindings, statusOf } from './terminal/findings.ts';
import { generatedFiles, pinnedFiles } from './write/files.ts';
import { readLibrary } from './model/library.ts';
import { lint } from './openapi/lint.ts';
import { buildOperations } from './model/operations.ts';
import { readOptions, USAGE, type Options } from './terminal/options.ts';
import { applyOverlay, refuseVanished } from './overlay/overlay.ts';
import { readOverlay } from './overlay/actions.ts';
import { isPinBroken, pin, readPin, requirePin, type Pin } from './cut/pin.ts';
import { stepsOn, type Output, type Step } from './terminal/progress.ts';
import { readDescription } from './cut/read.ts';
import { reasonOf } from './terminal/rejection.ts';
import { writeTypes } from './model/types.ts';
import { checkWording } from './overlay/wording.ts';
import { compareWithDisk, finishKilledRun, writeOutputs } from './write/write.ts';

/**
 * Rebuilds everything machine-written.
 *
 * @param root - the project
 * @returns the exit status: 0 done, 1 `check` found a difference, 3 written, but a person has to look
 * @throws {@link Rejection} and then nothing was written
 */
export async function generate(root: string, options: Options, output: Output): Promise<0 | 1 | 3> {
  const { spec, check, report } = options;
  const step = stepsOn(output);
  if (!check) await finishKilledRun(root);
  const pinned = await readPin(root);
  const pinBroken = pinned === undefined && (await isPinBroken(root));
  const library = await readLibrary(root);
  const overlay = await readOverlay(root);

  const current = spec === undefined ? requirePin(pinned) : await cutAnew(spec, step);
  const overlaid = await step('overlay', () => applyOverlay(current.upstream, overlay));
  if (spec === undefined) refuseVanished(overlaid);
  const { document, unworded } = checkWording(overlaid.corrected);
  const operations = buildOperations(document, library.methods, library);
  await step('lint', () => lint(document));
  const types = await step('types', () => writeTypes(document));
  const pages = await step('docs', () => renderReference({ operations, library, root }));
  const files = await step('format', () => generatedFiles(root, document, types));
  const pins = spec === undefined ? {} : await pinnedFiles(root, current);
  const changes =
    spec === undefined ? [] : await step('drift', () => compareCuts(pinned, { ...current, overlaid }, overlay));

  const outputs = { ...pins, ...files, ...pages };
  const difference = await compareWithDisk(root, outputs);
  const unwrapped = operations.filter(({ facade }) => facade === undefined);
  const findings = { ...overlaid, changes, pinBroken, unworded, unwrapped };
  if (spec !== undefined && !pinBroken) output.out(`\n${renderText(changes)}`);
  showFindings(findings, output);
  if (report !== undefined) {
    await writeFile(report, report.endsWith('.md') ? renderMarkdown(changes) : renderJson(changes));
  }
  if (check) {
    showDifference(difference, output);
    const { done, different } = GENERATOR_EXIT_STATUS;
    return (isComplete(findings, difference) ? done : different).status;
  }
  await step('write', () => writeOutputs(root, outputs, difference));
  const written = difference.changed.length;
  output.out(
    `${written} ${written === 1 ? 'file' : 'files'} written, ${Object.keys(outputs).length - written} unchanged`,
  );
  return statusOf(findings);
}

async function cutAnew(spec: string, step: Step): Promise<Pin> {
  const whole = await step('read', () => readDescription(spec));
  return step('cut', async () => pin(whole, await cut(whole)));
}

async function main(args: string[]): Promise<number> {
  try {
    const { help, ...options } = readOptions(args);
    if (help) {
      console.log(USAGE);
      return 0;
    }
    const root = fileURLToPath(new URL('..', import.meta.url));
    return await generate(root, options, { out: console.log, warn: console.error });
  } catch (error) {
    console.error(reasonOf(error));
    return GENERATOR_EXIT_STATUS.refused.status;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // A signal ends the run in order, so that no temporary folder stays.
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => process.exit(status));
  process.exitCode = await main(process.argv.slice(2));
}
