import { generateKeyPairSync } from 'node:crypto';
import { bundleSuite } from './bundle.ts';
import type { CaseResult, Environment } from './case.ts';
import { installRuntimes } from './install.ts';
import { RUNTIMES } from './runtimes.ts';
import { startSuiteServer } from './server.ts';
import { Unavailable } from './unavailable.ts';

/** What became of the suite in one runtime. */
export interface Report {
  runtime: string;
  version: string;
  /** Why the runtime isn't available here. */
  skipped?: string;
  results: CaseResult[];
}

/** More at once than the machine has cores, since most of the time is waiting. */
const AT_ONCE = 4;

/** Runs the suite in every runtime. */
export async function runInAll(onReport: (report: Report) => void = () => {}): Promise<Report[]> {
  const notInstalled = await installRuntimes();
  const bundle = await bundleSuite();
  const server = await startSuiteServer({
    '/suite.html': ['text/html', '<!doctype html><title>suite</title>'],
    '/suite.mjs': ['text/javascript', bundle.suite],
  });
  try {
    const environment = { origin: server.origin, refusedOrigin: server.refusedOrigin, ...encryptedKey() };
    const reports: Report[] = [];
    const waiting = [...RUNTIMES.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, { name, run }] = next;
        const report = await run(bundle, environment).then(
          ({ version, results }) => ({ runtime: name, version, results }),
          (error: unknown) => asReport(name, error, notInstalled),
        );
        reports[index] = report;
        onReport(report);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return reports;
  } finally {
    await server.close();
    await bundle.remove();
  }
}

function asReport(runtime: string, error: unknown, notInstalled: string | undefined): Report {
  if (error instanceof Unavailable)
    return { runtime, version: '', skipped: notInstalled ?? error.message, results: [] };
  const failure = error instanceof Error ? error.message : String(error);
  return { runtime, version: '', results: [{ group: 'start', title: 'runs the suite', failure }] };
}

function encryptedKey(): Pick<Environment, 'encryptedKey' | 'passphrase'> {
  const passphrase = 'passphrase of the suite';
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  });
  return { encryptedKey: privateKey, passphrase };
}
