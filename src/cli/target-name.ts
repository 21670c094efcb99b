import type { Field, Target } from '../bulk/target.ts';

/** The one property of a target, apart. */
export function partsOf(target: Target): { field: Field; value: string } {
  const [field, value] = Object.entries(target)[0] as [Field, string];
  return { field, value };
}

/** Tells one target from another. */
export function keyOf(target: Target): string {
  const { field, value } = partsOf(target);
  return `${field} ${value}`;
}

/** A target of the field. */
export function targetOf(field: Field, value: string): Target {
  return { [field]: value } as unknown as Target;
}
