import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { BULK_DEFAULTS } from '../../../../src/bulk/defaults.ts';
import type { Encoding } from '../../../../src/cli/input/encoding.ts';
import { valueOf } from '../../../../src/cli/sign-out/plan.ts';
import { grouped } from '../../../../src/cli/text/numbers.ts';
import { CommandError } from '../../../../src/cli/command-error.ts';
import { makePlan, readNamed, rehearse, type Named, type Plan, type Rehearsal } from './plan.ts';
import { commandLines, program, type Kind, type SnippetInput } from './snippets.ts';

/** How long to wait after the last keystroke before making the plan, in milliseconds. */
const PAUSE_MS = 200;

interface WrongLine {
  /** From 1. */
  line: number;
  text: string;
}

const NONE: Named = { targets: [], plan: undefined };

/** The largest number that the fields for sizes accept. */
export const MAX_SIZE = 999_999;

function faultOf(name: string, value: number): string[] {
  return Number.isInteger(value) && value >= 1 && value <= MAX_SIZE
    ? []
    : [`${name} must be a whole number from 1 to ${grouped(MAX_SIZE)}.`];
}

/** What is entered, and what follows from it. */
export function usePlanner() {
  const kind = ref<Kind>('users');
  const text = shallowRef('');
  const file = ref<string>();
  const encoding = ref<Encoding>('utf-8');
  const batchSize = ref<number>(BULK_DEFAULTS.batchSize);
  const requestsPerMinute = ref<number>(BULK_DEFAULTS.requestsPerMinute);
  /** What is wrong with the sizes; empty if they can be used. */
  const sizeFaults = computed(() => [
    ...faultOf('Targets per request', batchSize.value),
    ...faultOf('Requests per minute', requestsPerMinute.value),
  ]);
  const named = shallowRef(NONE);
  const plan = shallowRef<Plan>();
  /** What is wrong with the list, line by line. */
  const faults = shallowRef<readonly string[]>([]);
  /** The lines with errors, as they are in the list. */
  const wrongLines = shallowRef<readonly WrongLine[]>([]);
  const input = computed((): SnippetInput => ({
    kind: kind.value,
    targets: named.value.targets,
    pace: { batchSize: batchSize.value, requestsPerMinute: requestsPerMinute.value },
    file: file.value,
  }));

  let run = new AbortController();
  let pause: ReturnType<typeof setTimeout>;
  watch([text, kind, batchSize, requestsPerMinute], () => {
    run.abort();
    run = new AbortController();
    const { signal } = run;
    clearTimeout(pause);
    pause = setTimeout(() => void update(signal), PAUSE_MS);
  });

  async function update(signal: AbortSignal): Promise<void> {
    const wrong: WrongLine[] = [];
    const lines = text.value.split(/\r\n|\r|\n/);
    const onWrongLine = (line: number): void => void wrong.push({ line, text: lines[line - 1] ?? '' });
    wrongLines.value = [];
    if (sizeFaults.value.length > 0) {
      named.value = NONE;
      plan.value = undefined;
      faults.value = sizeFaults.value;
      return;
    }
    try {
      const read =
        text.value.trim() === ''
          ? NONE
          : await readNamed({ ...input.value, text: text.value, encoding: encoding.value, onWrongLine });
      const made = read.targets.length === 0 ? undefined : await makePlan(read.targets, input.value.pace, signal);
      if (signal.aborted) return;
      named.value = read;
      plan.value = made;
      faults.value = [];
    } catch (error) {
      if (signal.aborted) return;
      named.value = NONE;
      plan.value = undefined;
      wrongLines.value = wrong;
      faults.value = error instanceof CommandError ? error.lines : [(error as Error).message];
    }
  }

  return {
    kind,
    text,
    file,
    encoding,
    batchSize,
    requestsPerMinute,
    named,
    plan,
    faults,
    wrongLines,
    commands: computed(() => commandLines(input.value)),
    typescript: computed(() => program(input.value)),
    rehearsal: useRehearsal(named, batchSize),
  };
}

function useRehearsal(named: Readonly<Ref<Named>>, batchSize: Readonly<Ref<number>>) {
  const rejected = ref('');
  const progress = shallowRef<Rehearsal>();
  const running = ref(false);
  let run = new AbortController();

  watch(named, ({ targets }) => {
    run.abort();
    progress.value = undefined;
    const middle = targets[Math.floor(targets.length / 2)];
    rejected.value = middle === undefined ? '' : valueOf(middle);
  });

  async function start(): Promise<void> {
    run = new AbortController();
    const { signal } = run;
    running.value = true;
    const onProgress = (rehearsal: Rehearsal): void => {
      if (!signal.aborted) progress.value = rehearsal;
    };
    try {
      const options = { batchSize: batchSize.value, rejected: rejected.value.trim() || undefined, signal, onProgress };
      onProgress(await rehearse(named.value.targets, options));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      running.value = false;
    }
  }

  return { rejected, progress, running, start, stop: () => run.abort() };
}
