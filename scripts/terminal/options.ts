import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { GENERATOR_EXIT_STATUS } from './exit-status.ts';
import { Rejection } from './rejection.ts';

/** What a run has to do. */
export interface Options {
  /** A whole spec, as a file or a URL. Default: the pinned cut. */
  spec: string | undefined;
  /** Writes nothing, and fails if a file differs from what would be written. */
  check: boolean;
  /** The file for the drift: Markdown if its name ends in `.md`, otherwise JSON. */
  report: string | undefined;
}

export const USAGE = `Usage: npm run generate -- [--spec FILE|URL] [--check] [--report FILE]

  --spec FILE|URL  cut the operations anew from a whole spec (JSON or YAML, OpenAPI 3.0 or 3.1)
  --check          write nothing; fail if a file differs from what would be written
  --report FILE    write what changed since the last cut: Markdown for *.md, otherwise JSON

Exit status:
${Object.values(GENERATOR_EXIT_STATUS)
  .map(({ status, meaning }) => `  ${status}  ${meaning.replaceAll('`', '')}`)
  .join('\n')}`;

/** @throws {@link Rejection} for an unknown flag, a missing value or a report that can't be written */
export function readOptions(args: string[]): Options & { help: boolean } {
  const { spec, check, report, help } = parse(args);
  if (spec === '') throw new Rejection('--spec needs a file or a URL.');
  if (report !== undefined) checkReport(report);
  return { spec, check: check ?? false, report, help: help ?? false };
}

function checkReport(report: string): void {
  if (report === '' || isFolder(report)) throw new Rejection('--report needs the name of a file.');
  if (!isFolder(dirname(resolve(report)))) {
    throw new Rejection(`--report: the folder of ${report} doesn't exist. Create it first.`);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function parse(args: string[]): { spec?: string; check?: boolean; report?: string; help?: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        spec: { type: 'string' },
        check: { type: 'boolean' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new Rejection(`${firstSentence(error)} See npm run generate -- --help.`);
  }
}

function firstSentence(error: unknown): string {
  return `${(error as Error).message.split(/\.(?:\s|$)/)[0]}.`;
}
