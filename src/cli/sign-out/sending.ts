import { terminateSessions } from '../../bulk/terminate-sessions.ts';
import type { BulkProgress } from '../../bulk/options.ts';
import type { Target } from '../../bulk/target.ts';
import type { SessionTerminationManagerOptions } from '../../client/options.ts';
import { SessionTerminationManager } from '../../client/session-termination-manager.ts';
import { CommandError } from '../command-error.ts';
import { causesOf, observers } from '../debug.ts';
import { EXIT_STATUS } from '../exit-status.ts';
import { Interruption } from '../interruption.ts';
import { inBatches } from './outcome-batches.ts';
import { noProgress, startProgress, type Progress } from './progress.ts';
import type { Report } from '../report/report.ts';
import { recordOf } from '../report/record.ts';
import type { Results } from './results.ts';
import type { SignOutSettings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { duration } from '../text/numbers.ts';

/** A person doesn't notice a shorter one, in milliseconds. */
const MIN_PAUSE_SHOWN_MS = 500;

/** Where the outcomes go. */
export interface Sinks {
  report: Report | undefined;
  results: Results;
  terminal: Terminal;
}

/** Sends targets, and passes each outcome to the report, then to the results, then to the progress. */
export class Sending {
  readonly #settings: SignOutSettings;
  readonly #sinks: Sinks;
  readonly #interruption: Interruption;
  /** Aborts the run when its report is lost. */
  readonly #reportLost = new AbortController();
  #manager: SessionTerminationManager | undefined;
  #outcomes: ReturnType<typeof terminateSessions> | undefined;
  #progress: Progress = noProgress;
  #pausedUntil = 0;
  #requests = 0;
  #startedAt: number | undefined;

  /** From now on, signals stop the run in order. */
  constructor(settings: SignOutSettings, sinks: Sinks) {
    this.#settings = settings;
    this.#sinks = sinks;
    this.#interruption = new Interruption({ onFirst: () => this.#stop(), onSecond: () => this.#quit() });
    sinks.terminal.onReaderGone = () => this.#interruption.request();
    if (sinks.report !== undefined) sinks.report.onLost = () => void this.#checkReport();
  }

  /** Whether a signal, or the end of the reader of the results, stopped the run. */
  get interrupted(): boolean {
    return this.#interruption.requested;
  }

  /** Requests to Box so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Time since the first request could be sent. */
  get seconds(): number {
    return this.#startedAt === undefined ? 0 : Math.round(performance.now() - this.#startedAt) / 1000;
  }

  /** @throws {@link CommandError} when the report can't be written */
  async begin(auth: SessionTerminationManagerOptions['auth']): Promise<void> {
    const { baseUrl, asUser, timeoutMs, debug } = this.#settings.connection;
    const manager = new SessionTerminationManager({
      auth,
      baseUrl,
      timeoutMs,
      ...(asUser === undefined ? {} : { asUser }),
      ...(debug ? observers((line) => this.#say(line)) : {}),
      fetch: (...request: Parameters<typeof globalThis.fetch>) => this.#fetch(request),
    });
    await this.#sinks.report?.begin((line) => this.#say(line));
    this.#manager = manager;
  }

  /** @returns what ended the run early; `undefined` when nothing did, or a signal */
  async send(targets: readonly Target[]): Promise<unknown> {
    const { batchSize, concurrency, rate, keepGoing } = this.#settings;
    this.#showProgress(targets.length);
    this.#startedAt = performance.now();
    try {
      this.#outcomes = terminateSessions(this.#manager as SessionTerminationManager, targets, {
        batchSize,
        concurrency,
        requestsPerMinute: rate,
        giveUpAfter: keepGoing ? Infinity : undefined,
        // Duplicates were removed when the input was read.
        dedupe: false,
        signal: this.#reportLost.signal,
        onProgress: (progress) => this.#showPause(progress),
      });
      if (this.interrupted) this.#outcomes.drain();
      await this.#take(this.#outcomes);
      // Nothing was written since, but the report might have disappeared.
      await this.#checkReport();
      this.#reportLost.signal.throwIfAborted();
    } catch (error) {
      return error;
    } finally {
      this.endProgress();
    }
    return undefined;
  }

  /** Ends what is drawn, before anything else is shown. */
  endProgress(): void {
    this.#progress.end();
    this.#progress = noProgress;
  }

  /** Restores what signals do by default. */
  end(): void {
    this.#interruption.end();
  }

  async #fetch(request: Parameters<typeof globalThis.fetch>): Promise<Response> {
    // Before each request: a process that was stopped meanwhile must not send what another run has taken over.
    await this.#checkReport();
    this.#reportLost.signal.throwIfAborted();
    this.#requests += 1;
    return this.#settings.connection.fetch(...request);
  }

  async #checkReport(): Promise<void> {
    const fault = await this.#sinks.report?.fault();
    if (fault !== undefined) this.#reportLost.abort(new CommandError('notAllAccepted', fault));
  }

  async #take(outcomes: AsyncIterableIterator<Parameters<typeof recordOf>[0]>): Promise<void> {
    const { report, results } = this.#sinks;
    for await (const batch of inBatches(outcomes)) {
      const at = new Date();
      const records = batch.map((outcome) => recordOf(outcome, at));
      await report?.write(records);
      await results.add(records);
      this.#progress.update(results.count);
      if (!this.#settings.connection.debug) continue;
      const errors = new Set(batch.map(({ error }) => error).filter((error) => error !== undefined));
      for (const line of [...errors].flatMap((error) => causesOf(error))) this.#say(line);
    }
  }

  #showProgress(total: number): void {
    const { progress, connection, json } = this.#settings;
    const { stdout, stderr } = this.#sinks.terminal;
    // Lines of results on the same terminal would be mixed up with it.
    if (!progress || (json && stdout.isTTY)) return;
    const canDraw = !connection.debug && process.env['TERM'] !== 'dumb';
    this.#progress = startProgress(total, stderr, { canDraw });
  }

  #say(line: string): void {
    this.#progress.clear();
    this.#sinks.terminal.say(line);
  }

  #showPause({ pausedUntil, reason }: BulkProgress): void {
    if (pausedUntil === undefined || pausedUntil.getTime() <= this.#pausedUntil) return;
    this.#pausedUntil = pausedUntil.getTime();
    const waitMs = this.#pausedUntil - Date.now();
    if (waitMs < MIN_PAUSE_SHOWN_MS) return;
    const time = pausedUntil.toTimeString().slice(0, 8);
    const why = reason === undefined ? '' : `: ${reason}`;
    this.#say(`Paused until ${time} (${duration(waitMs)})${why}.`);
  }

  #stop(): void {
    const { terminal } = this.#sinks;
    if (this.#manager === undefined) this.#quit();
    // A bar would be drawn over what comes after it.
    this.endProgress();
    if (!terminal.readerGone) terminal.say('Finishing the requests in flight. Press Ctrl-C again to end at once.');
    this.#outcomes?.drain();
  }

  #quit(): never {
    this.endProgress();
    this.#sinks.terminal.say(
      this.#manager === undefined
        ? 'Interrupted. Nothing was sent.'
        : 'Ended. Box might have accepted the requests in flight.',
    );
    process.exit(EXIT_STATUS.interrupted.status);
  }
}
