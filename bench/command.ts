/**
 * Measures the command against the sandbox: time, requests and memory by the size of the list, what bad targets cost, and
 * what twenty kills lose. Run it with `npx tsx bench/command.ts`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { buildCommand } from '../test/support/command/build-command.ts';

const SIZES = [1000, 10_000, 100_000];
const BATCH_SIZE = 100;
/** So high that the rate limit is not what is measured. */
const RATE = 1_000_000;
const DEFAULT_RATE = 900;
const KILLS = 20;
const KILL_LOGINS = 40_000;
const KILL_BATCH_SIZE = 10;
const MAX_SUMMARY_LENGTH = 1000;

/** Writes the largest memory of a process, in kilobytes, when it ends. */
const NOTE_PEAK = `data:text/javascript,${encodeURIComponent(
  "import fs from 'node:fs'; process.on('exit', () => fs.writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));",
)}`;

interface Run {
  seconds: number;
  peakMegabytes: number;
  summary: { accepted: number; rejected: number; unknown: number; requests: number };
}

interface Place {
  folder: string;
  entry: string;
  sandbox: Sandbox;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-command-'));
  const sandbox = await startSandbox();
  try {
    const place = { folder, sandbox, entry: await buildCommand(join(folder, 'package')) };
    await measureSizes(place);
    await measureBadTargets(place);
    await measureKills(place);
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSizes(place: Place): Promise<void> {
  console.log('CSV of logins, a report and --json, batches of 100, 4 at once');
  const rows = [['logins', 'time', 'requests', 'peak memory', `at ${DEFAULT_RATE} a minute at least`]];
  for (const size of SIZES) {
    const { seconds, peakMegabytes, summary } = await signOut(
      place,
      csv(size, () => false),
      `size-${size}`,
    );
    if (summary.accepted !== size) throw new Error(`${summary.accepted} of ${size} were accepted`);
    const atDefaultRate = ((summary.requests - 1) * 60) / DEFAULT_RATE;
    rows.push([
      String(size),
      `${seconds.toFixed(1)} s`,
      String(summary.requests),
      `${Math.round(peakMegabytes)} MB`,
      `${atDefaultRate.toFixed(0)} s`,
    ]);
  }
  show(rows);
}

async function measureBadTargets(place: Place): Promise<void> {
  console.log('\n1 % of the logins unknown to Box, scattered');
  const rows = [['logins', 'unknown', 'requests', 'if it were known who', 'by any search, at least']];
  for (const size of SIZES.slice(0, 2)) {
    const bad = scattered(size, size / 100);
    const { summary } = await signOut(
      place,
      csv(size, (index) => bad.has(index)),
      `bad-${size}`,
    );
    if (summary.rejected !== bad.size || summary.accepted !== size - bad.size) throw new Error('wrong outcomes');
    const known = Math.ceil((size - bad.size) / BATCH_SIZE) + bad.size;
    rows.push([
      String(size),
      String(bad.size),
      String(summary.requests),
      String(known),
      String(Math.ceil(bitsToFind(bad.size, size))),
    ]);
  }
  show(rows);
}

/** Each answer tells one bit, so no search can find which are bad with fewer requests than this. */
function bitsToFind(bad: number, all: number): number {
  let bits = 0;
  for (let index = 0; index < bad; index++) bits += Math.log2((all - index) / (index + 1));
  return bits;
}

async function measureKills({ folder, entry, sandbox }: Place): Promise<void> {
  const file = join(folder, 'killed.csv');
  const report = join(folder, 'killed.jsonl');
  await writeFile(
    file,
    csv(KILL_LOGINS, () => false),
  );
  const from = sandbox.accepted.length;
  const args = ['users', '--file', file, '--report', report, '--resume', '--batch-size', String(KILL_BATCH_SIZE)];
  let sentThoughShown = 0;
  let kills = 0;
  let killsWhileSending = 0;
  for (let status: number | null = null; status !== 0;) {
    const shown = await shownAsAccepted(report);
    const before = sandbox.accepted.length;
    const child = start(entry, args, sandbox.baseUrl);
    if (kills < KILLS) {
      await randomMoment(() => child.process.exitCode !== null || sandbox.accepted.length > before);
      child.process.kill('SIGKILL');
    }
    status = await child.ended;
    if (status === null) kills += 1;
    if (status === null && sandbox.accepted.length > before) killsWhileSending += 1;
    sentThoughShown += loginsIn(sandbox, before).filter((login) => shown.has(login)).length;
  }
  const accepted = loginsIn(sandbox, from);
  const distinct = new Set(accepted).size;
  console.log(`\n${KILLS} kills with SIGKILL at random moments, ${KILL_LOGINS} logins, batches of ${KILL_BATCH_SIZE}`);
  show([
    [
      'kills',
      'while it sent',
      'lost',
      'sent again though the report showed them',
      'sent again since their line was not written yet',
    ],
    [
      String(kills),
      String(killsWhileSending),
      String(KILL_LOGINS - distinct),
      String(sentThoughShown),
      String(accepted.length - distinct),
    ],
  ]);
}

/**
 * Mostly while requests are on their way, now and then while the command starts.
 *
 * @param hasBegun - whether the first request was accepted, or the command has ended
 */
async function randomMoment(hasBegun: () => boolean): Promise<void> {
  if (Math.random() < 0.2) return wait(Math.random() * 500);
  while (!hasBegun()) await wait(1);
  return wait(Math.random() * 400);
}

function loginsIn({ accepted }: Sandbox, from: number): string[] {
  return accepted.slice(from).flatMap(({ body }) => body['user_logins'] as string[]);
}

async function shownAsAccepted(report: string): Promise<Set<string>> {
  const text = await readFile(report, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  const records = lines.map((line) => JSON.parse(line) as { target: { user_login: string }; status: string });
  return new Set(records.filter(({ status }) => status === 'accepted').map(({ target }) => target.user_login));
}

async function signOut({ folder, entry, sandbox }: Place, content: string, name: string): Promise<Run> {
  const file = join(folder, `${name}.csv`);
  const peakFile = join(folder, `${name}.peak`);
  await writeFile(file, content);
  const args = ['users', '--file', file, '--report', join(folder, `${name}.jsonl`), '--batch-size', String(BATCH_SIZE)];
  const startedAt = performance.now();
  const child = start(entry, args, sandbox.baseUrl, peakFile);
  let tail = '';
  child.process.stdout?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-MAX_SUMMARY_LENGTH);
  });
  await child.ended;
  return {
    seconds: (performance.now() - startedAt) / 1000,
    peakMegabytes: Number(await readFile(peakFile, 'utf8')) / 1024,
    summary: JSON.parse(tail.trimEnd().split('\n').at(-1) ?? '') as Run['summary'],
  };
}

function start(entry: string, args: string[], baseUrl: string, peakFile?: string) {
  const hook = peakFile === undefined ? [] : ['--import', NOTE_PEAK];
  const all = [
    ...hook,
    entry,
    ...args,
    '--yes',
    '--json',
    '--no-progress',
    '--rate',
    String(RATE),
    '--base-url',
    baseUrl,
  ];
  const child = spawn(process.execPath, all, {
    env: { ...process.env, BOX_ACCESS_TOKEN: 'bench', PEAK_FILE: peakFile },
    stdio: ['ignore', peakFile === undefined ? 'ignore' : 'pipe', 'ignore'],
  });
  return { process: child, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) };
}

function csv(size: number, isBad: (index: number) => boolean): string {
  const rows = Array.from({ length: size }, (_, index) => {
    return `"Person, Number ${index}",${isBad(index) ? 'unknown' : 'person'}.${index}@example.com,Department ${index % 40}\r\n`;
  });
  return `\uFEFFName,Login,Department\r\n${rows.join('')}`;
}

/** The same in each run: a linear congruential generator takes the place of chance. */
function scattered(size: number, count: number): Set<number> {
  const chosen = new Set<number>();
  for (let state = 7; chosen.size < count; state = (state * 48_271) % 2_147_483_647) chosen.add(state % size);
  return chosen;
}

function show(rows: string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}

await main();
