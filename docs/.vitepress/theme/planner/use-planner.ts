import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import type { Encoding } from '../../../../src/cli/input/encoding.ts';
import { valueOf } from '../../../../src/cli/sign-out/plan.ts';
import { CommandError } from '../../../../src/cli/command-error.ts';
import { makePlan, readNamed, rehearse, type Named, type Plan, type Rehearsal } from './plan.ts';
import { commandLine, program, type Kind, type SnippetInput } from './snippets.ts';

/** Typing goes on for a moment before the plan is made, in milliseconds. */
const PAUSE_MS = 200;

const NONE: Named = { targets: [], plan: undefined };

/** What is entered, and what follows from it. */
export function usePlanner() {
  const kind = ref<Kind>('users');
  const text = shallowRef('');
  const file = ref<string>();
  const encoding = ref<Encoding>('utf-8');
  const batchSize = ref(100);
  const requestsPerMinute = ref(900);
  const named = shallowRef(NONE);
  const plan = shallowRef<Plan>();
  /** What is wrong with the list, line by line. */
  const faults = shallowRef<readonly string[]>([]);
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
    try {
      const read =
        text.value.trim() === ''
          ? NONE
          : await readNamed({ ...input.value, text: text.value, encoding: encoding.value });
      const made = read.targets.length === 0 ? undefined : await makePlan(read.targets, input.value.pace, signal);
      if (signal.aborted) return;
      named.value = read;
      plan.value = made;
      faults.value = [];
    } catch (error) {
      if (signal.aborted) return;
      named.value = NONE;
      plan.value = undefined;
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
    command: computed(() => commandLine(input.value)),
    typescript: computed(() => program(input.value)),
    rehearsal: useRehearsal(named, batchSize),
  };
}

function useRehearsal(named: Readonly<Ref<Named>>, batchSize: Readonly<Ref<number>>) {
  const refused = ref('');
  const progress = shallowRef<Rehearsal>();
  const running = ref(false);
  let run = new AbortController();

  watch(named, ({ targets }) => {
    run.abort();
    progress.value = undefined;
    const middle = targets[Math.floor(targets.length / 2)];
    refused.value = middle === undefined ? '' : valueOf(middle);
  });

  async function start(): Promise<void> {
    run = new AbortController();
    const { signal } = run;
    running.value = true;
    const onProgress = (rehearsal: Rehearsal): void => {
      if (!signal.aborted) progress.value = rehearsal;
    };
    try {
      const options = { batchSize: batchSize.value, refused: refused.value.trim() || undefined, signal, onProgress };
      onProgress(await rehearse(named.value.targets, options));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      running.value = false;
    }
  }

  return { refused, progress, running, start, stop: () => run.abort() };
}
