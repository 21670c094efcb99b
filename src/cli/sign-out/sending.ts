import { terminateSessions } from '../../bulk.ts';
import type { Target } from '../../bulk/target.ts';
import type { SessionTerminationManagerOptions } from '../../client/options.ts';
import { SessionTerminationManager } from '../../client/session-termination-manager.ts';
import { causesOf, observers } from '../debug.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { Interruption } from './interruption.ts';
import { together } from './outcome-groups.ts';
import { noProgress, startProgress, type Progress } from './progress.ts';
import type { Report } from '../report/report.ts';
import { recordOf } from '../report/record.ts';
import type { Results } from './results.ts';
import type { SignOutSettings } from '../settings.ts';
import { StoppableManager } from './stoppable-manager.ts';
import type { Terminal } from '../terminal.ts';

/** Where the outcomes go. */
export interface Sinks {
  report: Report | undefined;
  results: Results;
  terminal: Terminal;
}

/** Sends targets, and hands each outcome to the report, then to the results, then to the progress. */
export class Sending {
  readonly #settings: SignOutSettings;
  readonly #sinks: Sinks;
  readonly #interruption: Interruption;
  #manager: StoppableManager | undefined;
  #progress: Progress = noProgress;
  #requests = 0;
  #startedAt: number | undefined;

  /** From now on, signals stop it in order. */
  constructor(settings: SignOutSettings, sinks: Sinks) {
    this.#settings = settings;
    this.#sinks = sinks;
    const { terminal } = sinks;
    this.#interruption = new Interruption({ onFirst: () => this.#stop(), onSecond: () => this.#quit() });
    terminal.onReaderGone = () => this.#interruption.request();
  }

  /** Whether it was stopped before everything was sent, or by a signal. */
  get interrupted(): boolean {
    return this.#interruption.requested;
  }

  /** Requests to Box so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Since the first request could be sent. */
  get seconds(): number {
    return this.#startedAt === undefined ? 0 : Math.round(performance.now() - this.#startedAt) / 1000;
  }

  /** @throws {@link CommandError} when the report cannot be written */
  async begin(auth: SessionTerminationManagerOptions['auth']): Promise<void> {
    const { baseUrl, asUser, timeoutMs, debug, fetch } = this.#settings.connection;
    const manager = new SessionTerminationManager({
      auth,
      baseUrl,
      timeoutMs,
      ...(asUser === undefined ? {} : { asUser }),
      ...(debug ? observers((line) => this.#sinks.terminal.say(line)) : {}),
      fetch: (request) => {
        this.#requests += 1;
        return fetch(request);
      },
    });
    await this.#sinks.report?.begin();
    this.#manager = new StoppableManager(manager);
  }

  /** @returns what ended the run before its time; `undefined` when nothing did, or a signal */
  async send(targets: readonly Target[]): Promise<unknown> {
    const manager = this.#manager as StoppableManager;
    const { batchSize, concurrency, rate, progress, connection, json } = this.#settings;
    const { terminal } = this.#sinks;
    if (progress)
      this.#progress = await startProgress(
        targets.length,
        terminal.stderr,
        !connection.debug && !(json && terminal.stdout.isTTY),
      );
    this.#startedAt = performance.now();
    const outcomes = terminateSessions(manager, targets, {
      batchSize,
      concurrency,
      requestsPerMinute: rate,
      // The input was freed of duplicates when it was read.
      dedupe: false,
      signal: manager.signal,
    });
    try {
      await this.#take(outcomes);
    } catch (error) {
      if (error !== manager.signal.reason) return error;
    } finally {
      this.#endProgress();
    }
    return undefined;
  }

  /** Signals do again what they do by themselves. */
  end(): void {
    this.#interruption.end();
  }

  async #take(outcomes: ReturnType<typeof terminateSessions>): Promise<void> {
    const { report, results, terminal } = this.#sinks;
    for await (const group of together(outcomes)) {
      const at = new Date();
      const records = group.map((outcome) => recordOf(outcome, at));
      await report?.write(records);
      await results.add(records);
      this.#progress.update(results.count);
      if (!this.#settings.connection.debug) continue;
      const errors = new Set(group.map(({ error }) => error).filter((error) => error !== undefined));
      for (const line of [...errors].flatMap((error) => causesOf(error))) terminal.say(line);
    }
  }

  #stop(): void {
    const { terminal } = this.#sinks;
    if (this.#manager === undefined) this.#quit();
    // A bar would be drawn over what comes after it.
    this.#endProgress();
    if (!terminal.readerGone) terminal.say('Finishing what is on its way. Once more ends it at once.');
    this.#manager?.stop();
  }

  #endProgress(): void {
    this.#progress.end();
    this.#progress = noProgress;
  }

  #quit(): never {
    this.#endProgress();
    this.#sinks.terminal.say(
      this.#manager === undefined
        ? 'Interrupted. Nothing was sent.'
        : 'Ended. What was on its way may have been accepted.',
    );
    this.#sinks.report?.release();
    process.exit(EXIT_STATUS.interrupted.status);
  }
}
