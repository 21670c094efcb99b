import { continueSearch, halve, leftOpen, searchIn, type Batch } from './binary-splitting.ts';
import { isRejectedElsewhere, type Meaning } from './meaning.ts';
import type { Item, Outcome } from './target.ts';
import type { SessionTerminationError } from '../errors.ts';

/** What follows for the targets when the call of a batch ends. */
export interface Consequence {
  outcomes?: Outcome[];
  /** To be sent next, each as it is. */
  batches?: Batch[];
  /** Open again: to be sent together with others, next. */
  backToPool?: readonly Item[];
  /** To be sent together with others, after everything else that is open. */
  postponed?: readonly Item[];
  /** How many targets turned out to be bad. */
  bad?: number;
  /** The size of a batch that was rejected through no fault of a target: it was too large, or each target was accepted. */
  rejectedWithoutFault?: number | undefined;
}

/** What follows when Box accepted the batch. */
export function afterSuccess(batch: Batch, message: unknown): Consequence {
  const text = typeof message === 'string' ? { message } : {};
  const outcomes = batch.items.map(({ target, attempts }): Outcome => ({
    target,
    status: 'accepted',
    ...text,
    attempts,
  }));
  const { search } = batch;
  if (search === undefined) return { outcomes };
  if (search.rest.length > 0) return { outcomes, batches: [continueSearch(batch.kind, search)] };
  return { outcomes, backToPool: search.aside, rejectedWithoutFault: search.size };
}

/** What follows when the call of the batch failed. */
export function afterError(batch: Batch, error: SessionTerminationError, meaning: Meaning): Consequence {
  switch (meaning) {
    case 'ends the run':
      return {};
    case 'wait':
      // What something other than Box rejects must not keep the others waiting.
      if (isRejectedElsewhere(error)) return { backToPool: leftOpen(batch), postponed: batch.items };
      return { batches: [batch] };
    case 'unknown':
      return { outcomes: outcomesOf(batch, error, () => 'unknown'), backToPool: leftOpen(batch) };
    default:
      if (batch.items.length === 1) return { outcomes: rejected(batch, error), backToPool: leftOpen(batch), bad: 1 };
      if (meaning === 'bad target') return { batches: [searchIn(batch, !isRejectedElsewhere(error))] };
      return { batches: halve(batch), backToPool: leftOpen(batch), rejectedWithoutFault: batch.items.length };
  }
}

/** Rejected standing alone. But if an earlier response was lost, Box might have accepted that request. */
function rejected(batch: Batch, error: SessionTerminationError): Outcome[] {
  return outcomesOf(batch, error, ({ lost }) => (lost ? 'unknown' : 'rejected'));
}

function outcomesOf(
  { items }: Batch,
  error: SessionTerminationError,
  statusOf: (item: Item) => Outcome['status'],
): Outcome[] {
  return items.map((item) => ({ target: item.target, status: statusOf(item), error, attempts: item.attempts }));
}
