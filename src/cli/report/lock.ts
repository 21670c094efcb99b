import { randomUUID } from 'node:crypto';
import { readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, CommandError } from '../command-error.ts';
import { BEAT_MS, isSurelyDead, LockFile, parseNote, PID_SPACE, readLockFile, type LockNote } from './lock-file.ts';

/** After this many looks in a row without a beat, one each `BEAT_MS`, a run counts as dead. */
const MAX_MISSED_BEATS = 12;
/** The same for a process that this machine says is gone: the rest is for machines that were copied while they ran. */
const MAX_MISSED_BEATS_OF_DEAD = 4;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Allows one run per report, wherever the runs are: in containers or on hosts that share the folder.
 *
 * Each run creates a file with a random name beside the report and changes it four times a second. It uses the report once it
 * has seen no other such file, so of two runs at least one sees the other. A file that changes belongs to a living run; one
 * that doesn't change for three seconds, on the watcher's own clock, is removed. No name is used twice, so removing a file
 * can't hit a newer run, and a run that was stopped that long learns from its missing file that it has lost the report.
 */
export class ReportLock {
  readonly #file: LockFile;

  private constructor(file: LockFile) {
    this.#file = file;
  }

  /**
   * @param report - the path of the report, which doesn't have to exist yet
   * @param onWait - called once if it has to find out whether another run is alive
   * @throws {@link CommandError} when another run uses the report, or when its folder can't be written
   */
  static async take(report: string, onWait: () => void = () => {}): Promise<ReportLock> {
    const folder = await resolveFolder(report);
    const prefix = `${basename(report)}.lock-`;
    const file = await create(join(folder, `${prefix}${randomUUID()}`), report);
    try {
      await seeNoOther(file, prefix, report, onWait);
      await file.beat('held');
      return new ReportLock(file);
    } catch (error) {
      file.remove();
      throw error;
    }
  }

  /** Where the lock file is. */
  get path(): string {
    return this.#file.path;
  }

  /** The user ID that files created here get. */
  get owner(): bigint {
    return this.#file.owner;
  }

  /** Called as soon as the lock is lost. */
  set onLost(listener: () => void) {
    this.#file.onLost = listener;
  }

  /** Whether the report is still ours. To be asked right before anything that only one run can do. */
  async isHeld(): Promise<boolean> {
    await this.#file.beat();
    return !this.#file.lost;
  }

  /** Synchronous, so that it can be the last thing that a process does. */
  release(): void {
    this.#file.remove();
  }
}

async function resolveFolder(report: string): Promise<string> {
  try {
    return await realpath(dirname(report));
  } catch (error) {
    const what = `--report: the folder of ${report} can't be used (${codeOf(error)}).`;
    throw new CommandError('nothingSent', `${what} Create it, or name another file.`, {
      cause: error,
    });
  }
}

async function create(path: string, report: string): Promise<LockFile> {
  try {
    return await LockFile.create(path);
  } catch (error) {
    const what = `--report: nothing can be written beside ${report} (${codeOf(error)}).`;
    throw new CommandError('nothingSent', `${what} Name a file in another folder.`, { cause: error });
  }
}

/** Returns once no other run has a lock file: those of dead runs are removed, and of two that start at once, one withdraws. */
async function seeNoOther(own: LockFile, prefix: string, report: string, onWait: () => void): Promise<void> {
  const folder = dirname(own.path);
  const watched = new Map<string, { text: string; missedBeats: number }>();
  const isOther = (name: string): boolean =>
    name.startsWith(prefix) && UUID.test(name.slice(prefix.length)) && name !== basename(own.path);
  for (let look = 0; ; look++) {
    const others = (await list(folder)).filter(isOther);
    if (others.length === 0) return;
    for (const name of others) {
      const text = await read(join(folder, name));
      if (text === undefined) continue;
      const note = parseNote(text);
      const before = watched.get(name);
      if (before?.text !== text) {
        watched.set(name, { text, missedBeats: 0 });
        // Both of two waiting runs see each other: the one whose name sorts first waits for the other to withdraw.
        const goesFirst = note.state === 'waiting' && basename(own.path) < name;
        if (before !== undefined && !goesFirst) throw inUse(note, report);
      } else {
        before.missedBeats += 1;
        const max = isSurelyDead(note) ? MAX_MISSED_BEATS_OF_DEAD : MAX_MISSED_BEATS;
        if (before.missedBeats >= max) await removeLeftover(join(folder, name));
      }
    }
    if (look === 2) onWait();
    await wait(BEAT_MS);
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const what = `--report: the files in ${folder} can't be listed (${codeOf(error)}).`;
    throw new CommandError('nothingSent', `${what} Name a file in another folder.`, { cause: error });
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readLockFile(path);
  } catch (error) {
    const what = `${path} can't be read (${codeOf(error)}), so another run might use the report.`;
    throw new CommandError('nothingSent', `${what} If there is no such run, remove that file.`, {
      cause: error,
    });
  }
}

async function removeLeftover(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    const what = `${path} is left over from another run and can't be removed (${codeOf(error)}).`;
    throw new CommandError('nothingSent', `${what} Remove it.`, { cause: error });
  }
}

function inUse({ pid, host, pidSpace }: Partial<LockNote>, report: string): CommandError {
  const where = host === undefined || (pidSpace !== undefined && pidSpace === PID_SPACE) ? '' : ` on ${host}`;
  const who = pid === undefined ? '' : ` (process ${pid}${where})`;
  const what = `Another run${who} uses ${report}.`;
  return new CommandError('nothingSent', `${what} Wait until it ends, or name another file.`);
}
