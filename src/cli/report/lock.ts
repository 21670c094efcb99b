import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { open, readdir, realpath, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, CommandError } from '../command-error.ts';

/** How often two runs that started at the same moment try to let one of them go first. */
const MAX_ATTEMPTS = 4;
const MAX_PAUSE_MS = 200;

/** Who put a lock file there, by its name. */
interface Owner {
  name: string;
  host: string;
  pid: number;
}

/**
 * Keeps a second run away from a report.
 *
 * A run puts a file of its own, named by its process, beside the report and only then looks for those of others: of two
 * runs at least one sees the other. The file of a dead process is removed; nobody else's ever is, and no name is used
 * twice, so taking over cannot take a lock from a living run.
 */
export class ReportLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * @param report - the path of the report, which need not be there yet
   * @throws {@link CommandError} when another run uses the report, or when its folder cannot be written to
   */
  static async take(report: string): Promise<ReportLock> {
    const path = await resolve(report);
    const folder = dirname(path);
    const prefix = `${basename(path)}.lock-`;
    for (let attempt = 1; ; attempt++) {
      const own = `${prefix}${hostname()}-${process.pid}-${randomUUID()}`;
      await create(join(folder, own), report);
      const lock = new ReportLock(join(folder, own));
      const other = await findLiving(folder, prefix, own);
      if (other === undefined) return lock;
      lock.release();
      if (attempt === MAX_ATTEMPTS) throw new CommandError('nothingSent', describe(other, report, folder));
      await wait(Math.random() * MAX_PAUSE_MS);
    }
  }

  /** Synchronous, so that it can be the last thing a process does. */
  release(): void {
    try {
      unlinkSync(this.#path);
    } catch {
      // Somebody has removed it already.
    }
  }
}

async function resolve(report: string): Promise<string> {
  try {
    return await realpath(report);
  } catch {
    try {
      return join(await realpath(dirname(report)), basename(report));
    } catch (error) {
      throw new CommandError('nothingSent', `--report: the folder of ${report} cannot be used (${codeOf(error)}).`, {
        cause: error,
      });
    }
  }
}

async function create(path: string, report: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    throw new CommandError('nothingSent', `--report: nothing can be written beside ${report} (${codeOf(error)}).`, {
      cause: error,
    });
  }
}

async function findLiving(folder: string, prefix: string, own: string): Promise<Owner | undefined> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix) || name === own) continue;
    const [, host = '', pid = ''] =
      /^(.*)-(\d+)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.exec(name.slice(prefix.length)) ?? [];
    if (pid === '') continue;
    const owner = { name, host, pid: Number(pid) };
    if (mayLive(owner)) return owner;
    await rm(join(folder, name), { force: true });
  }
  return undefined;
}

/** Of a process on another machine nobody here can tell. One with our number is one of before. */
function mayLive({ host, pid }: Owner): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function describe({ name, host, pid }: Owner, report: string, folder: string): string {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return `Another run (${where}) uses ${report}. Wait for its end. If there is no such run, remove ${join(folder, name)}.`;
}
