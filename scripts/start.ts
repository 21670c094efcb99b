import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { run } from './terminal/run.ts';

const EXAMPLES = 'docs/examples';

/** From Box's spec to a sign-out, with a mock of Box on this machine. */
async function main(): Promise<number> {
  for (const [title, command, ...args] of [
    ['Generate everything machine-written from openapi/', 'node', 'scripts/bundled.mjs', 'generate.ts'],
    ['Build the package into dist/', 'tsx', 'scripts/build.ts'],
  ] as const) {
    console.log(`\n# ${title}`);
    const status = await run(command, args);
    if (status !== 0) return status;
  }
  const sandbox = await startSandbox();
  try {
    console.log(`\n# Start the sandbox: ${sandbox.baseUrl}`);
    return await signOut(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function signOut({ baseUrl, accepted }: Sandbox): Promise<number> {
  const programs = (await readdir(EXAMPLES))
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .toReversed();
  for (const program of programs) {
    console.log(`\n# Run ${EXAMPLES}/${program}`);
    const before = accepted.length;
    const { status, output } = await runExample(`${EXAMPLES}/${program}`, baseUrl);
    for (const { path, body } of accepted.slice(before)) console.log(`sent      POST ${path} ${JSON.stringify(body)}`);
    console.log(`response  ${output.trim()}`);
    if (status !== 0 || accepted.length === before) return 1;
  }
  console.log(
    `\nDone. The sandbox accepted ${accepted.length} requests. README.md shows the first call to Box itself.`,
  );
  return 0;
}

/** As its reader would run it: the example imports the package by its name, which leads to the build. */
function runExample(path: string, baseUrl: string): Promise<{ status: number; output: string }> {
  const env = { ...process.env, BOX_BASE_URL: baseUrl, BOX_ACCESS_TOKEN: 'sandbox-token' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', path], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

process.exitCode = await main();
