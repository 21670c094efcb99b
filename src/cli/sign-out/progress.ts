import { duration, grouped } from '../text/numbers.ts';

/** How often a line is written where there is no terminal, in milliseconds. */
const LINE_INTERVAL_MS = 5000;
/** What a bar shares its line with. */
const WIDTH_BESIDE_BAR = 48;

/** Shows how far a run is. */
export interface Progress {
  update(done: number): void;
  end(): void;
}

/** Nothing is shown. */
export const noProgress: Progress = { update: () => {}, end: () => {} };

/**
 * A bar on a terminal, plain lines elsewhere; both on stderr.
 *
 * @param alone - whether nothing else is written meanwhile: a bar would be drawn over it
 */
export async function startProgress(total: number, stderr: NodeJS.WriteStream, alone: boolean): Promise<Progress> {
  return stderr.isTTY && alone ? await startBar(total, stderr) : startLines(total, stderr);
}

async function startBar(total: number, stderr: NodeJS.WriteStream): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const startedAt = performance.now();
  let done = 0;
  const room = stderr.columns - WIDTH_BESIDE_BAR;
  const bar = new cliProgress.SingleBar({
    stream: stderr,
    format: room < 5 ? '{text}' : '{bar} {text}',
    barsize: Math.min(room, 40),
    barCompleteChar: '#',
    barIncompleteChar: '-',
    hideCursor: true,
    clearOnComplete: false,
    // Ctrl-C is handled by the run.
    gracefulExit: false,
  });
  const text = (): string => describe(done, total, performance.now() - startedAt);
  bar.start(total, 0, { text: text() });
  return {
    update: (now) => {
      done = now;
      bar.update(now, { text: text() });
    },
    end: () => {
      bar.update(done, { text: text() });
      bar.stop();
    },
  };
}

function startLines(total: number, stderr: NodeJS.WriteStream): Progress {
  const startedAt = performance.now();
  let done = 0;
  let shown = -1;
  const show = (): void => {
    if (shown === done) return;
    shown = done;
    stderr.write(`${describe(done, total, performance.now() - startedAt)}\n`);
  };
  const timer = setInterval(show, LINE_INTERVAL_MS);
  return {
    update: (now) => {
      done = now;
    },
    end: () => {
      clearInterval(timer);
      show();
    },
  };
}

/** `250/1,000, 41/s, 19 s left`. */
export function describe(done: number, total: number, elapsedMs: number): string {
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const rate = perSecond >= 10 ? grouped(Math.round(perSecond)) : perSecond.toFixed(1);
  const left =
    done >= total
      ? `${duration(elapsedMs)} in all`
      : done === 0
        ? ''
        : `${duration(((total - done) / perSecond) * 1000)} left`;
  return [`${grouped(done)}/${grouped(total)}`, `${rate}/s`, left].filter((part) => part !== '').join(', ');
}
