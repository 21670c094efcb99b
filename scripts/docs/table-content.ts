import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RULES as SANDBOX_RULES } from '../../sandbox/rules.ts';
import { readConstant } from '../model/read-constant.ts';
import { readInterface } from '../model/source.ts';
import { GENERATOR_EXIT_STATUS } from '../terminal/exit-status.ts';
import { Rejection } from '../terminal/rejection.ts';
import { cell, codeCell } from './markdown.ts';
import { table } from './tables.ts';

/** The tables of `npm run docs:tables`, made from the source of the project at `root`. */
export const TABLES: Readonly<Record<string, (root: string) => Promise<string>>> = {
  'manager-options': (root) => optionsTable(root, 'src/client/options.ts', 'SessionTerminationManagerOptions'),
  'call-options': (root) => optionsTable(root, 'src/client/options.ts', 'CallOptions'),
  'retry-options': (root) => optionsTable(root, 'src/client/options.ts', 'RetryOptions'),
  'bulk-options': (root) => optionsTable(root, 'src/bulk/options.ts', 'TerminateSessionsOptions'),
  'command-options': commandOptionsTable,
  'exit-statuses': exitStatusesTable,
  'generator-exit-statuses': generatorExitStatusesTable,
  'sandbox-rules': sandboxRulesTable,
};

async function optionsTable(root: string, path: string, interfaceName: string): Promise<string> {
  const fields = readInterface(await read(root, path), path, interfaceName);
  const rows = fields.map(({ name, type, optional, doc }) => ({
    name: codeCell(name),
    type: codeCell(type),
    required: optional ? 'No' : 'Yes',
    meaning: cell(doc),
  }));
  return table({ name: 'Option', type: 'Type', required: 'Required', meaning: 'Description' }, rows);
}

/** What the table shows of an option of the command. */
interface CommandOption {
  flags: string;
  commands: string[];
  description: string;
  default?: string | number;
}

async function commandOptionsTable(root: string): Promise<string> {
  const path = 'src/cli/flags.ts';
  const options = readConstant(await read(root, path), path, 'OPTIONS', (imported) =>
    readFileSync(join(root, imported), 'utf8'),
  ) as CommandOption[];
  const rows = options.map(({ flags, commands, description, default: standard = '' }) => ({
    flags: codeCell(flags),
    commands: commands.map(codeCell).join(', '),
    meaning: sentence(description),
    standard: codeCell(String(standard)),
  }));
  return table({ flags: 'Option', commands: 'Commands', meaning: 'Description', standard: 'Default' }, rows);
}

async function exitStatusesTable(root: string): Promise<string> {
  const path = 'src/cli/exit-status.ts';
  return statusesTable(readConstant(await read(root, path), path, 'EXIT_STATUS') as Statuses);
}

async function generatorExitStatusesTable(): Promise<string> {
  return statusesTable(GENERATOR_EXIT_STATUS);
}

async function sandboxRulesTable(): Promise<string> {
  const rows = SANDBOX_RULES.map(({ word, digits, of, means }) => ({
    beginning: `${of === 'target' ? 'login' : 'token'} ${codeCell(word)}`,
    digits: digits === undefined ? '' : codeCell(digits),
    means: cell(means),
  }));
  return table({ beginning: 'Begins with', digits: 'Or ID', means: 'What happens' }, rows);
}

type Statuses = Readonly<Record<string, { status: number; meaning: string }>>;

function statusesTable(statuses: Statuses): string {
  const rows = Object.values(statuses).map(({ status, meaning }) => ({
    status: codeCell(`${status}`),
    meaning: cell(meaning),
  }));
  return table({ status: 'Exit status', meaning: 'Description' }, rows);
}

async function read(root: string, path: string): Promise<string> {
  return readFile(join(root, path), 'utf8').catch(() => {
    throw new Rejection(`${path} can't be read. Put it back, or fix scripts/docs/table-content.ts.`);
  });
}

/** A phrase as a sentence of a table. */
function sentence(phrase: string): string {
  return cell(`${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`);
}
