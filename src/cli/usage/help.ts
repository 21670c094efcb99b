import type { HelpConfiguration } from 'commander';
import { COMMANDS, NAME, type CommandName } from '../commands.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { wrap } from '../text/wrap.ts';

const MAX_WIDTH = 80;
const MIN_WIDTH = 20;
/** In a narrower terminal, descriptions stand below what they describe. */
const MIN_WIDTH_OF_COLUMNS = 66;
const CREDENTIALS =
  'Credentials come from the environment, never from an option: BOX_ACCESS_TOKEN; or BOX_CLIENT_ID, BOX_CLIENT_SECRET and BOX_ENTERPRISE_ID or BOX_USER_ID; or BOX_CONFIG_FILE, the JSON file that the Box Developer Console downloads. HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY are honored.';

/** How the parser lays out the help in a terminal. */
export function helpFor(columns: number | undefined): HelpConfiguration {
  const width = widthOf(columns);
  if (width >= MIN_WIDTH_OF_COLUMNS) return { helpWidth: width };
  return {
    helpWidth: width,
    minWidthToWrap: 1,
    formatItem: (term, _, description) =>
      [`  ${term}`, ...wrap(description, width - 6).map((line) => `      ${line}`)].join('\n'),
  };
}

/** What the help of the program says about credentials and exit statuses. */
export function generalHelp(columns: number | undefined): string {
  const width = widthOf(columns);
  const statuses = Object.values(EXIT_STATUS).flatMap(({ status, meaning }) =>
    wrap(meaning.replaceAll('`', ''), width - 7).map(
      (line, index) => `  ${(index === 0 ? `${status}` : '').padEnd(5)}${line}`,
    ),
  );
  return [
    examples(['users --login ada@example.com', 'doctor']),
    ...wrap(CREDENTIALS, width),
    '',
    'Exit status:',
    ...statuses,
  ].join('\n');
}

/** The examples of a command, below its options. */
export function examplesOf(name: CommandName): string {
  return examples(COMMANDS[name].examples);
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${NAME} ${line}\n`).join('')}`;
}

function widthOf(columns: number | undefined): number {
  return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns === undefined || columns <= 0 ? MAX_WIDTH : columns));
}
