import type { Target } from '../../../../src/bulk.ts';
import { valueOf } from '../../../../src/cli/sign-out/plan.ts';
import type { Pace } from './plan.ts';

export type Kind = 'users' | 'groups';

/** Up to this many targets are part of the command and the program; more come from a file. */
export const WRITTEN_OUT = 5;
export const LIST_FILE = 'people.txt';
const REPORT_FILE = 'sign-out.jsonl';

export interface SnippetInput {
  kind: Kind;
  targets: readonly Target[];
  pace: Pace;
  /** The file that the list came from; without one, the list has to be saved first. */
  file: string | undefined;
}

/** The list as a file that the command reads. */
export function listText(targets: readonly Target[]): string {
  return targets.map((target) => `${valueOf(target)}\n`).join('');
}

/** The commands that show who would be signed out, sign the targets out with a report, and check the outcome. */
export function commandLines({ kind, targets, pace, file }: SnippetInput): string {
  const named =
    targets.length > WRITTEN_OUT
      ? ['--file', quote(file ?? LIST_FILE)]
      : targets.flatMap((target) => [target.user_login === undefined ? '--id' : '--login', quote(valueOf(target))]);
  const command = [
    'box-session-termination',
    kind,
    ...named,
    ...(pace.batchSize === 100 ? [] : ['--batch-size', `${pace.batchSize}`]),
    ...(pace.requestsPerMinute === 900 ? [] : ['--rate', `${pace.requestsPerMinute}`]),
  ];
  const confirmed = targets.length > 1 ? ['--yes'] : [];
  return [
    [...command, '--dry-run'],
    [...command, '--report', REPORT_FILE, ...confirmed],
    // The admin events name users, not the members of a group.
    ...(kind === 'users' ? [['box-session-termination', 'verify', '--report', REPORT_FILE]] : []),
  ]
    .map((words) => words.join(' '))
    .join('\n');
}

/** The program that signs the targets out: it runs as it is, as JavaScript and as TypeScript. */
export function program({ kind, targets, pace }: SnippetInput): string {
  if (targets.length <= WRITTEN_OUT && targets.length <= pace.batchSize) return oneCall(kind, targets);
  const options = `{ batchSize: ${pace.batchSize}, requestsPerMinute: ${pace.requestsPerMinute} }`;
  const source = targets.length > WRITTEN_OUT ? fromFile(kind) : `const targets = ${literal(targets)};`;
  return `${targets.length > WRITTEN_OUT ? "import { readFile } from 'node:fs/promises';\n" : ''}${MANAGER_IMPORT}
import { terminateSessions } from 'box-session-termination/bulk';

${source}
${MANAGER}
for await (const { target, status, error } of terminateSessions(sessions, targets, ${options})) {
  if (status === 'accepted') continue;
  console.error(status, target, error?.message);
  process.exitCode = 1;
}`;
}

const MANAGER_IMPORT = "import { SessionTerminationManager } from 'box-session-termination';";
const MANAGER = "const sessions = new SessionTerminationManager({ auth: process.env.BOX_ACCESS_TOKEN ?? '' });";

function oneCall(kind: Kind, targets: readonly Target[]): string {
  const lists: Record<string, string[]> = {};
  for (const target of targets) {
    const [field] = Object.keys(target);
    (lists[`${field}s`] ??= []).push(valueOf(target));
  }
  const method = kind === 'users' ? 'createUserTerminateSession' : 'createGroupTerminateSession';
  return `${MANAGER_IMPORT}

${MANAGER}
const { message } = await sessions.${method}(${literal(lists)});
console.log(message);`;
}

function fromFile(kind: Kind): string {
  const target =
    kind === 'groups' ? '({ group_id: line })' : "(line.includes('@') ? { user_login: line } : { user_id: line })";
  return `const lines = (await readFile('${LIST_FILE}', 'utf8')).split('\\n').filter((line) => line !== '');
const targets = lines.map((line) => ${target});`;
}

/** JSON is TypeScript, apart from looks. */
function literal(value: unknown): string {
  const text = JSON.stringify(value, undefined, 1)
    .replaceAll(/^( *)"(\w+)":/gm, '$1$2:')
    .replaceAll(/"((?:[\w@.+ -])*)"/g, "'$1'");
  return text.length > 90
    ? text.replaceAll(/^ +/gm, (indent) => indent + indent)
    : text.replaceAll(/(?<=\[)\s+|\s+(?=\])/g, '').replaceAll(/\s+/g, ' ');
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w@.+:/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
