import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BACK_AFTER_MS } from '../../sandbox/rules.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

/** Where the picture is: the README and the site show it. */
export const PICTURE_PATH = 'docs/public/demo.svg';

const LIST = `email,name
ada@example.com,Ada
grace@example.com,Grace
unknown-person@example.com,Typo
back-alan@example.com,Alan
`;
const COMMANDS: readonly string[][] = [
  ['users', '--file', 'leavers.csv', '--yes', '--report', 'leavers.jsonl'],
  ['verify', '--report', 'leavers.jsonl'],
];
const COLUMNS = 88;
const FONT_SIZE = 14;
const LINE_HEIGHT = 20;
const CHARACTER_WIDTH = 8.4;
const PADDING = 20;

/**
 * Runs the commands of the picture against a sandbox.
 *
 * @param entry - the path of the command's program
 * @returns what a person would see, a line each
 */
export async function transcript(entry: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'picture-'));
  const sandbox = await startSandbox();
  try {
    await writeFile(join(folder, 'leavers.csv'), LIST);
    const lines: string[] = [];
    for (const args of COMMANDS) {
      const output = await run(entry, args, folder, sandbox.baseUrl);
      lines.push(`$ box-session-termination ${args.join(' ')}`, ...output.trimEnd().split('\n'), '');
      // The user who is back takes a moment.
      await delay(BACK_AFTER_MS * 2);
    }
    return lines.slice(0, -1);
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
}

/** Draws lines of a terminal. */
export function drawTerminal(lines: readonly string[]): string {
  const width = Math.round(COLUMNS * CHARACTER_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const texts = lines.map((line, index) => {
    const y = PADDING + (index + 1) * LINE_HEIGHT - 5;
    const color = line.startsWith('$ ') ? ' fill="#79c0ff"' : '';
    return line === '' ? '' : `  <text x="${PADDING}" y="${y}"${color}>${escape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A sign-out of four users from a file, and a check of who signed in again">
  <rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
  <style>text { white-space: pre; }</style>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" fill="#e6edf3">
${texts.filter((text) => text !== '').join('\n')}
  </g>
</svg>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function run(entry: string, args: readonly string[], cwd: string, baseUrl: string): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    BOX_ACCESS_TOKEN: 'token',
    BOX_BASE_URL: baseUrl,
    COLUMNS: String(COLUMNS),
  };
  // Progress is left out: without a terminal it is a line on stderr. A status above 0 is part of the picture.
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], { cwd, env }, (_, stdout) => resolve(stdout));
  });
}
