import { parseArgs } from 'node:util';
import { RULES } from './rules.ts';
import { startSandbox } from './sandbox.ts';

const USAGE = `Usage: npm run sandbox -- [--port N]

  --port N  the port on 127.0.0.1. Default: 8420

A mock of Box on this machine. It accepts every token and target except for these:

${RULES.map(({ word, digits, of, means }) => `  ${`${of === 'events' ? 'token' : of} ${word}…`.padEnd(20)} ${(digits === undefined ? '' : `${digits}…`).padEnd(7)} ${means}`).join('\n')}`;

function readPort(args: string[]): number | 'help' {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string', default: '8420' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return 'help';
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new Error('--port must be a number from 0 to 65535. 0 takes any free port.');
  }
  return Number(values.port);
}

try {
  const port = readPort(process.argv.slice(2));
  if (port === 'help') {
    console.log(USAGE);
  } else {
    const sandbox = await startSandbox({ port });
    const { origin, baseUrl } = sandbox;
    console.log(
      `Sandbox: ${baseUrl}\nAccepted requests: ${origin}/sandbox/requests\nCtrl-C stops it. --help lists its rules.`,
    );
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(code === 'EADDRINUSE' ? 'Another program uses the port. Choose another one with --port.' : message);
  process.exitCode = 2;
}
