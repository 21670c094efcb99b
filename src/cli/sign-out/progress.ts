import { duration, grouped } from '../text/numbers.ts';

/** How often a line is written where nothing can be drawn, in milliseconds. */
const LINE_INTERVAL_MS = 5000;
const DRAW_INTERVAL_MS = 200;
const MAX_BAR_WIDTH = 40;
/** A shorter bar says nothing. */
const MIN_BAR_WIDTH = 5;
/** Puts the cursor back to the start of the line, and clears the line. */
const CLEAR_LINE = '\r\u001B[K';

/** Shows how far a run is. It never throws: no decoration keeps anyone from being signed out. */
export interface Progress {
  update(done: number): void;
  /** Makes room for a line of something else. */
  clear(): void;
  end(): void;
}

/** What progress is drawn on: standard error. */
export type Screen = Pick<NodeJS.WriteStream, 'write' | 'columns' | 'isTTY'>;

/** Shows nothing. */
export const noProgress: Progress = { update: () => {}, clear: () => {}, end: () => {} };

/**
 * Shows a bar on a terminal, and plain lines elsewhere.
 *
 * @param options - `canDraw`: whether the terminal understands control sequences and nothing else is written to it
 */
export function startProgress(total: number, screen: Screen, { canDraw }: { canDraw: boolean }): Progress {
  const startedAt = performance.now();
  let done = 0;
  let shown = '';
  const isBar = canDraw && screen.isTTY && screen.columns > 0;
  const draw = (): void => {
    const parts = describeProgress(done, total, performance.now() - startedAt);
    // The width can change at any time. The last column stays free, or some terminals go to the next line.
    const line = isBar ? renderBar(parts, done / total, screen.columns - 1) : parts.join(', ');
    const state = isBar ? line : String(done);
    if (state === shown) return;
    shown = state;
    screen.write(isBar ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
  const timer = setInterval(() => attempt(draw), isBar ? DRAW_INTERVAL_MS : LINE_INTERVAL_MS);
  timer.unref();
  return {
    update: (now) => {
      done = now;
    },
    clear: () => {
      if (!isBar) return;
      attempt(() => screen.write(CLEAR_LINE));
      shown = '';
    },
    end: () => {
      clearInterval(timer);
      attempt(() => {
        if (isBar) shown = '';
        draw();
        if (isBar) screen.write('\n');
      });
    },
  };
}

/** `250/1,000`, `41/s`, `19 s left`: the most important part first. */
export function describeProgress(done: number, total: number, elapsedMs: number): string[] {
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const rate = perSecond >= 10 ? grouped(Math.round(perSecond)) : perSecond.toFixed(1);
  const counts = [`${grouped(done)}/${grouped(total)}`, `${rate}/s`];
  if (done >= total) return [...counts, `${duration(elapsedMs)} in all`];
  return done === 0 ? counts : [...counts, `${duration(((total - done) / perSecond) * 1000)} left`];
}

/**
 * `####------ 250/1,000, 41/s, 19 s left`, or as much of it as fits.
 *
 * @param share - from 0 to 1
 * @param columns - no line is wider, in characters
 */
export function renderBar(parts: readonly string[], share: number, columns: number): string {
  const fitting = parts.filter((_, index) => parts.slice(0, index + 1).join(', ').length <= columns);
  const text = fitting.join(', ');
  const width = Math.min(columns - text.length - 1, MAX_BAR_WIDTH);
  if (text === '' || width < MIN_BAR_WIDTH) return text;
  const full = Math.min(width, Math.floor(share * width));
  return `${'#'.repeat(full)}${'-'.repeat(width - full)} ${text}`;
}

function attempt(show: () => void): void {
  try {
    show();
  } catch {
    // The run matters, not how it looks.
  }
}
