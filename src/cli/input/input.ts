import type { Target } from '../../bulk/target.ts';
import { CommandError } from '../command-error.ts';
import { detectFormat, readCsv } from './csv.ts';
import { faultOfValue, InputFindings } from './findings.ts';
import { readList } from './list.ts';
import { readInputText } from './text.ts';
import type { SignOutSettings } from '../settings.ts';

/** Everybody who was named, each once. */
export interface Input {
  targets: readonly Target[];
  /** How often a target was named again. */
  duplicates: number;
  /** @param key - as `keyOf` makes it */
  has(key: string): boolean;
}

/**
 * Reads and checks all of the input, before anything is sent.
 *
 * @throws {@link CommandError} when anything in it is wrong, or when it names nobody
 */
export async function readInput(
  { kind, id, login, file }: Pick<SignOutSettings, 'kind' | 'id' | 'login' | 'file'>,
  stdin?: NodeJS.ReadableStream,
): Promise<Input> {
  const findings = new InputFindings();
  // The flags say what a value is, whatever it looks like.
  for (const value of id) findings.add(kind === 'users' ? 'user_id' : 'group_id', checkFlag('--id', value));
  for (const value of login) findings.add('user_login', checkFlag('--login', value));
  if (file !== undefined) await readFileInput(file, kind, findings, stdin);
  if (findings.targets.length > 0) return findings;
  const flags = kind === 'users' ? '--id, --login or --file' : '--id or --file';
  const what = file === undefined ? `Give ${flags}.` : `${file === '-' ? 'Standard input' : file} names nobody.`;
  throw new CommandError('nothingSent', `There is nobody to sign out. ${what}`);
}

async function readFileInput(
  file: string,
  kind: SignOutSettings['kind'],
  findings: InputFindings,
  stdin: NodeJS.ReadableStream | undefined,
): Promise<void> {
  const { name, text } = await readInputText(file, stdin);
  const format = detectFormat(text, kind);
  if (format === 'list') readList(text, kind, findings);
  else if ('fault' in format) findings.refuse(format.line, format.fault);
  else await readCsv(text, format.delimiter, kind, findings);
  findings.throwIfBad(name);
}

function checkFlag(flag: string, given: string): string {
  const value = given.trim();
  const fault = faultOfValue(value);
  if (fault !== undefined) throw new CommandError('nothingSent', `A value of ${flag} ${fault}. Nothing was sent.`);
  return value;
}
