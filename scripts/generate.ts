import { realpathSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { cut } from './cut/cut.ts';
import { isPinBroken, pin, readPin, requirePin, type Pin } from './cut/pin.ts';
import { readSpec } from './cut/read.ts';
import { renderReference } from './docs/reference.ts';
import { errorSections, pagesWithTables, SPEC_TABLE } from './docs/tables.ts';
import { compareCuts } from './drift/compare.ts';
import { renderJson, renderMarkdown, renderText } from './drift/report.ts';
import { isComplete, showDifference, showFindings, statusOf, tellMissing } from './findings.ts';
import { readLibrary, type Library } from './model/library.ts';
import { buildOperations, type Operation } from './model/operations.ts';
import { writeTypes } from './model/types.ts';
import type { JsonObject } from './openapi/json.ts';
import { lint, type Lint } from './openapi/lint.ts';
import { readOverlay } from './overlay/actions.ts';
import { applyOverlay, rejectVanished } from './overlay/overlay.ts';
import { checkWording } from './overlay/wording.ts';
import { GENERATOR_EXIT_STATUS } from './terminal/exit-status.ts';
import { readOptions, USAGE, type Options } from './terminal/options.ts';
import { stepsOn, type Output, type Step } from './terminal/progress.ts';
import { reasonOf } from './terminal/rejection.ts';
import { filesOf } from './write/files.ts';
import { compareWithDisk, finishKilledRun, writeOutputs, type Outputs } from './write/write.ts';

/** The parts of a run that its outputs are made from. */
interface Parts {
  root: string;
  document: JsonObject;
  operations: readonly Operation[];
  library: Library;
  /** A new cut. */
  cutAnew: Pin | undefined;
}

/**
 * Rebuilds everything machine-written.
 *
 * @param root - the project
 * @param lintDocument - Redocly's, by default
 * @returns the exit status: 0 done, 1 `check` found a difference, 3 written, but a person has to look
 * @throws {@link Rejection} and then nothing was written
 */
export async function generate(
  root: string,
  options: Options,
  output: Output,
  lintDocument: Lint = lint,
): Promise<0 | 1 | 3> {
  const { spec, check, report } = options;
  const step = stepsOn(output);
  if (!check) await finishKilledRun(root);
  const pinned = await readPin(root);
  const pinBroken = pinned === undefined && (await isPinBroken(root));
  const [library, overlay] = await Promise.all([readLibrary(root), readOverlay(root)]);

  const cutAnew = spec === undefined ? undefined : await readAndCut(spec, step);
  const current = cutAnew ?? requirePin(pinned);
  const overlaid = await step('overlay', () => applyOverlay(current.upstream, overlay));
  if (spec === undefined) rejectVanished(overlaid);
  const { document, unworded } = checkWording(overlaid.corrected);
  const operations = buildOperations(document, library.methods, library);
  const outputs = await make({ root, document, operations, library, cutAnew }, step, lintDocument);
  const changes =
    spec === undefined ? [] : await step('drift', () => compareCuts(pinned, { ...current, overlaid }, overlay));

  const difference = await compareWithDisk(root, outputs);
  const unwrapped = operations.filter(({ facade }) => facade === undefined);
  const findings = { ...overlaid, changes, pinBroken, unworded, unwrapped };
  const told = tellMissing(findings, document);
  if (spec !== undefined && !pinBroken) output.out(`\n${renderText(told.changes)}`);
  showFindings(told, output);
  if (report !== undefined) {
    await writeFile(report, report.endsWith('.md') ? renderMarkdown(told.changes) : renderJson(told.changes));
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

async function readAndCut(spec: string, step: Step): Promise<Pin> {
  const whole = await step('read', () => readSpec(spec));
  return step('cut', () => pin(whole, cut(whole)));
}

/** Makes every output while the linter works in its own process. If both fail, the linter's reason is the clearer one. */
async function make(parts: Parts, step: Step, lintDocument: Lint): Promise<Outputs> {
  const [linted, made] = await Promise.allSettled([
    step('lint', () => lintDocument(parts.document)),
    makeOutputs(parts, step),
  ]);
  if (linted.status === 'rejected') throw linted.reason;
  if (made.status === 'rejected') throw made.reason;
  return made.value;
}

async function makeOutputs({ root, document, operations, library, cutAnew }: Parts, step: Step): Promise<Outputs> {
  const types = await step('types', () => writeTypes(document));
  const reference = await step('docs', () => renderReference({ operations, library, root }));
  const pages = await pagesWithTables(root, (name) =>
    name === SPEC_TABLE ? errorSections(operations, library) : undefined,
  );
  return step('format', () => filesOf(root, { document, types, reference, pages, pin: cutAnew }));
}

async function main(args: string[]): Promise<number> {
  try {
    const { help, ...options } = readOptions(args);
    if (help) {
      console.log(USAGE);
      return 0;
    }
    return await generate(process.cwd(), options, { out: console.log, warn: console.error });
  } catch (error) {
    console.error(reasonOf(error));
    return GENERATOR_EXIT_STATUS.rejected.status;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // A signal ends the run through `exit`, so that the linter's temporary folder is removed.
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => process.exit(status));
  process.exitCode = await main(process.argv.slice(2));
}
