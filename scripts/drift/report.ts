import { LEVELS } from './places.ts';
import type { Change, Level } from './rules.ts';
import { oneLine } from '../terminal/one-line.ts';

const TITLES: Record<Level, string> = {
  breaking: 'Breaking: what callers send or read may stop working',
  compatible: 'Compatible',
  prose: 'Prose: our wording may need a review',
};
/** GitHub takes 65,536 characters for the body of a pull request. */
const MOST_CHARACTERS = 60_000;
const MOST_OF_POINTER = 500;

/** For a terminal: a line for each change, the breaking ones first. */
export function renderText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No differences.\n';
  return changes
    .map(({ level, pointer, summary }) => `${level.padEnd(10)}  ${oneLine(pointer)}  ${oneLine(summary)}\n`)
    .join('');
}

/** For a robot. */
export function renderJson(changes: readonly Change[]): string {
  return `${JSON.stringify({ changes }, undefined, 2)}\n`;
}

/** For the body of a pull request. What is too long for one is cut, and says so. */
export function renderMarkdown(changes: readonly Change[]): string {
  if (changes.length === 0) return '## Box’s description: no differences\n';
  const counts = LEVELS.map((level) => `${changes.filter((change) => change.level === level).length} ${level}`);
  let text = `## Box’s description changed: ${counts.join(', ')}\n`;
  for (const [index, change] of changes.entries()) {
    const title = changes[index - 1]?.level === change.level ? '' : `\n### ${TITLES[change.level]}\n\n`;
    const line = `${title}- ${code(clip(change.pointer))}: ${withCode(change.summary)}\n`;
    if (text.length + line.length > MOST_CHARACTERS) {
      return `${text}\n… and ${changes.length - index} more: run \`npm run generate\` with \`--report drift.json\` to see all.\n`;
    }
    text += line;
  }
  return text;
}

/** What stands in brackets comes from Box. */
function withCode(summary: string): string {
  const [, what, detail, todo] = /^([^(]*) \((.*)\)\. ([^)]*)$/su.exec(summary) ?? [];
  if (what === undefined || detail === undefined || todo === undefined) return plainOrCode(summary);
  return `${plainOrCode(what)}: ${code(detail)}. ${plainOrCode(todo)}`;
}

/** Our own sentences hold nothing that Markdown takes for more than text. */
function plainOrCode(text: string): string {
  return /^(?:[\p{L}\p{N} .,/’]|: )*$/u.test(text) ? text : code(text);
}

/** In code, names from the other side neither format, nor link, nor call anybody. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || line.trim() === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

function clip(pointer: string): string {
  return pointer.length > MOST_OF_POINTER ? `${pointer.slice(0, MOST_OF_POINTER - 1)}…` : pointer;
}
