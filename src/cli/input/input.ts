import type { Target } from '../../bulk/target.ts';
import { CommandError } from '../command-error.ts';
import type { SignOutSettings } from '../settings.ts';
import { InputFindings, type Source } from './findings.ts';
import { readSource } from './read.ts';
import { readInputText } from './text.ts';
import { splitValues } from './values.ts';

/** Every target that was named, each once. */
export interface Input {
  targets: readonly Target[];
  /** How often a target was named again. */
  duplicates: number;
  /** How the list was read, when there was one. */
  source: Source | undefined;
  /** What a person should know before anything is sent; sentences. */
  notes: readonly string[];
  /** @param key - as `keyOf` makes it */
  has(key: string): boolean;
}

/**
 * Reads and checks all of the input, before anything is sent.
 *
 * @throws {@link CommandError} when anything in it is wrong, or when it names no target
 */
export async function readInput(
  { kind, id, login, file, column }: Pick<SignOutSettings, 'kind' | 'id' | 'login' | 'file' | 'column'>,
  stdin?: NodeJS.ReadableStream,
): Promise<Input> {
  if (column !== undefined && file === undefined) {
    throw new CommandError('nothingSent', '--column needs a list: name it with --file.');
  }
  const findings = new InputFindings(kind);
  for (const given of id) addFlag('--id', given, findings);
  for (const given of login) addFlag('--login', given, findings);
  if (file !== undefined) await readSource(await readInputText(file, stdin), findings, column);
  if (findings.targets.length > 0) return findings;
  const { source } = findings;
  const flags = kind === 'users' ? '--id, --login, or --file' : '--id or --file';
  throw new CommandError(
    'nothingSent',
    source === undefined
      ? `No ${kind} to sign out. Name them with ${flags}.`
      : `${source.name} is empty${source.format === 'csv' ? ' below its header' : ''}: it lists no ${kind}.`,
  );
}

function addFlag(flag: '--id' | '--login', given: string, findings: InputFindings): void {
  const parts = splitValues(given.trim());
  for (const part of parts.length === 0 ? [''] : parts) {
    const value = findings.read(part, flag === '--id' ? 'id' : 'login');
    if (!('fault' in value)) {
      findings.add(value);
      continue;
    }
    const other = findings.read(part, 'either');
    const wayOut = 'fault' in other ? '' : ` Use ${flag === '--id' ? '--login' : '--id'}.`;
    throw new CommandError('nothingSent', `${flag}: ${value.fault}${wayOut}`);
  }
}
