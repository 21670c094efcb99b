import { constants, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { parseObject } from '../../http/json-object.ts';
import { codeOf } from '../command-error.ts';
import { SAFELY } from './opening.ts';

/** How often a run shows in its lock file that it is alive, in milliseconds. */
export const BEAT_MS = 250;
/** How many beats in a row can fail, for example on a network disk, before the run can no longer show that it is alive. */
const MAX_FAILED_BEATS = 8;
/** How a file system says that a file no longer exists; the second one is a network file system. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESTALE']);
/** No note is longer. */
const MAX_BYTES = 4096;

/** Where this process has its PID. Containers share host names and PIDs, so these don't tell two processes apart. */
export const PID_SPACE = readPidSpace();

/** What a run writes into its lock file. */
export interface LockNote {
  /** `waiting`: it still looks for other runs. `held`: it uses the report. */
  state: 'waiting' | 'held';
  host: string;
  pid: number;
  /** Where `pid` is unique: this start of this machine, and the PID namespace. Only Linux tells. */
  pidSpace: string | undefined;
}

/** The lock file of this run: it counts the beats in it until it is removed. */
export class LockFile {
  readonly path: string;
  /** The user ID that files created here get: a network disk can give them another than that of the process. */
  readonly owner: bigint;
  /** Called when the file is gone, or can no longer be written. */
  onLost: () => void = () => {};
  readonly #timer: NodeJS.Timeout;
  readonly #release = (): void => this.remove();
  #state: LockNote['state'] = 'waiting';
  #beats = 0;
  #failedBeats = 0;
  #lost = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, owner: bigint) {
    this.path = path;
    this.owner = owner;
    this.#timer = setInterval(() => void this.beat(), BEAT_MS);
    this.#timer.unref();
    process.once('exit', this.#release);
  }

  /** @throws the error of the file system */
  static async create(path: string): Promise<LockFile> {
    // Readable for a run of another user, who has to see it change.
    const handle = await open(path, 'wx', 0o644);
    const { uid } = await handle.stat({ bigint: true });
    await handle.close();
    const file = new LockFile(path, uid);
    try {
      await file.#write();
    } catch (error) {
      file.remove();
      throw error;
    }
    return file;
  }

  /** Whether another run, or a person, removed the file: the report is no longer ours. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Shows that this run is alive, and learns whether the file is still there. */
  async beat(state = this.#state): Promise<void> {
    this.#state = state;
    this.#writing = this.#writeAfter(this.#writing);
    await this.#writing;
  }

  /** Synchronous, so that it can be the last thing that a process does. */
  remove(): void {
    clearInterval(this.#timer);
    process.off('exit', this.#release);
    this.#lost = true;
    try {
      unlinkSync(this.path);
    } catch {
      // It is gone already.
    }
  }

  /** One at a time, or an older count could overwrite a newer one. */
  async #writeAfter(previous: Promise<void>): Promise<void> {
    await previous;
    try {
      if (!this.#lost) await this.#write();
      this.#failedBeats = 0;
    } catch (error) {
      this.#onFailedBeat(error);
    }
  }

  async #write(): Promise<void> {
    this.#beats += 1;
    const note: LockNote = { state: this.#state, host: hostname(), pid: process.pid, pidSpace: PID_SPACE };
    // By its path, since a file that was removed can still be written through an open handle.
    const handle = await open(this.path, constants.O_WRONLY | SAFELY);
    try {
      // The spaces cover what a longer text left behind.
      await handle.write(`${JSON.stringify({ ...note, beats: this.#beats })}   \n`, 0);
    } finally {
      await handle.close();
    }
  }

  #onFailedBeat(error: unknown): void {
    this.#failedBeats += 1;
    if (this.#lost || (!GONE.has(codeOf(error)) && this.#failedBeats < MAX_FAILED_BEATS)) return;
    this.#lost = true;
    clearInterval(this.#timer);
    this.onLost();
  }
}

/**
 * What is in the lock file of another run, to tell whether it changes.
 *
 * @returns `undefined` when the file is gone
 * @throws the error of the file system when it can't be read
 */
export async function readLockFile(path: string): Promise<string | undefined> {
  try {
    const handle = await open(path, constants.O_RDONLY | SAFELY);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (GONE.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** Reads a note; the rest of a file that is only half written is missing. */
export function parseNote(text: string): Partial<LockNote> {
  const { state, host, pid, pidSpace } = parseObject(text) ?? {};
  return {
    ...(state === 'waiting' || state === 'held' ? { state } : {}),
    ...(typeof host === 'string' ? { host } : {}),
    ...(Number.isSafeInteger(pid) && Number(pid) > 0 ? { pid: Number(pid) } : {}),
    ...(typeof pidSpace === 'string' ? { pidSpace } : {}),
  };
}

/** Whether the process of a note is known to have ended. `false` if this machine can't tell. */
export function isSurelyDead({ pid, pidSpace }: Partial<LockNote>): boolean {
  if (pid === undefined || PID_SPACE === undefined || pidSpace !== PID_SPACE) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function readPidSpace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}
