/** Why a run ends before anything is written. The message is what the person reads: what is wrong, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
