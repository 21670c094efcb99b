import type { Change, Level } from './drift-rules.ts';

const TITLES: Record<Level, string> = {
  breaking: 'Breaking: a caller’s code or a request that Box accepted may stop working',
  compatible: 'Compatible',
  prose: 'Prose: texts of Box whose wording of ours may need review',
};
const LEVELS = Object.keys(TITLES) as Level[];

/** For a terminal: a line for each change. */
export function renderText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'No differences.\n';
  return changes
    .map(({ level, pointer, summary }) => `${level.padEnd(10)} #${oneLine(pointer)}: ${oneLine(summary)}\n`)
    .join('');
}

/** For a robot. */
export function renderJson(changes: readonly Change[]): string {
  return `${JSON.stringify({ changes }, undefined, 2)}\n`;
}

/** For the body of a pull request. */
export function renderMarkdown(changes: readonly Change[]): string {
  const counts = LEVELS.map((level) => `${ofLevel(changes, level).length} ${level}`).join(', ');
  const sections = LEVELS.filter((level) => ofLevel(changes, level).length > 0).map((level) =>
    [`### ${TITLES[level]}`, '', ...ofLevel(changes, level).map(item), ''].join('\n'),
  );
  return [
    `## Changes of Box’s description: ${counts}`,
    '',
    ...(changes.length === 0 ? ['No differences.', ''] : sections),
  ].join('\n');
}

function ofLevel(changes: readonly Change[], level: Level): Change[] {
  return changes.filter((change) => change.level === level);
}

function item({ pointer, summary }: Change): string {
  return `- ${code(`#${pointer}`)}: ${escape(summary)}`;
}

/** Names come from the other side: in code they neither format, nor link, nor call anybody. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

function escape(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]<>|~!]/g, String.raw`\$&`)
    .replaceAll(/([@#])(?=\w)/g, '$1\u200B');
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
