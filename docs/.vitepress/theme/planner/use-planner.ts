import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { makePlan, rehearse, type Plan, type Rehearsal } from './plan.ts';
import { readNamed, type Kind, type NamedTargets } from './read-list.ts';
import { commandLine, program, valueOf, type SnippetInput } from './snippets.ts';

/** Typing goes on for a moment before the plan is made, in milliseconds. */
const PAUSE_MS = 200;
const NOBODY: NamedTargets = { targets: [], duplicates: 0 };

/** What is entered, and what follows from it. */
export function usePlanner() {
  const kind = ref<Kind>('users');
  const text = shallowRef('');
  const file = ref<string>();
  const batchSize = ref(100);
  const requestsPerMinute = ref(900);
  const named = shallowRef(NOBODY);
  const plan = shallowRef<Plan>();
  const fault = ref<string>();
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
      const read = text.value.trim() === '' ? NOBODY : await readNamed(text.value, kind.value);
      const made = read.targets.length === 0 ? undefined : await makePlan(read.targets, input.value.pace, signal);
      if (signal.aborted) return;
      named.value = read;
      plan.value = made;
      fault.value = read.fault;
    } catch (error) {
      if (signal.aborted) return;
      plan.value = undefined;
      fault.value = (error as Error).message;
    }
  }

  return {
    kind,
    text,
    file,
    batchSize,
    requestsPerMinute,
    named,
    plan,
    fault,
    command: computed(() => commandLine(input.value)),
    typescript: computed(() => program(input.value)),
    rehearsal: useRehearsal(named, batchSize),
  };
}

function useRehearsal(named: Readonly<Ref<NamedTargets>>, batchSize: Readonly<Ref<number>>) {
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
