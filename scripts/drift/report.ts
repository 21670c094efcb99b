import { adviceOf, LEVELS, RULES, type Change, type Level } from './rules.ts';
import { oneLine } from '../terminal/one-line.ts';

const TITLES: Record<Level, string> = {
  breaking: 'Breaking: what callers send or read might stop working',
  compatible: 'Compatible',
  prose: 'Prose: our texts might need a review',
};
/** GitHub accepts 65,536 characters in the body of a pull request. */
const MOST_CHARACTERS = 60_000;
const MOST_OF_POINTER = 500;
const MOST_OF_DETAIL = 200;

/** For a terminal: a line for each change, the breaking ones first. */
export function renderText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No differences.\n';
  return changes
    .map((change) => `${change.level.padEnd(10)}  ${oneLine(change.pointer)}  ${summaryOf(change, oneLine)}\n`)
    .join('');
}

/** For a program. */
export function renderJson(changes: readonly Change[]): string {
  const lines = changes.map((change) => ({
    level: change.level,
    pointer: change.pointer,
    summary: summaryOf(change, oneLine),
  }));
  return `${JSON.stringify({ changes: lines }, undefined, 2)}\n`;
}

/** For the body of a pull request. What is too long for one is cut, and says so. */
export function renderMarkdown(changes: readonly Change[]): string {
  if (changes.length === 0) return '## Box’s spec: no differences\n';
  const counts = LEVELS.map((level) => `${changes.filter((change) => change.level === level).length} ${level}`);
  let text = `## Box’s spec changed: ${counts.join(', ')}\n`;
  for (const [index, change] of changes.entries()) {
    const title = changes[index - 1]?.level === change.level ? '' : `\n### ${TITLES[change.level]}\n\n`;
    // The detail of a change of prose is a link that we made.
    const summary = summaryOf(change, change.level === 'prose' ? (detail) => `<${detail}>` : code);
    const line = `${title}- ${code(clip(change.pointer, MOST_OF_POINTER))}: ${summary}\n`;
    if (text.length + line.length > MOST_CHARACTERS) {
      return `${text}\n… and ${changes.length - index} more: run \`npm run generate\` with \`--report drift.json\` to see all.\n`;
    }
    text += line;
  }
  return text;
}

/** What changed, and what to do, in one line of bearable length, whatever names or values Box gave. */
function summaryOf(change: Change, show: (detail: string) => string): string {
  const { rule, detail, missing = [] } = change;
  const more = [detail && show(clip(detail, MOST_OF_DETAIL)), ...missing.map(oneLine)].filter(Boolean).join(', ');
  return `${RULES[rule].what}${more && `: ${more}`}. ${adviceOf(change)}`;
}

/** In code, names from Box neither format, nor link, nor mention anyone. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || line.trim() === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
