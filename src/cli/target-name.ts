import type { Field, Target } from '../bulk/target.ts';

/** The one property of a target, apart. */
export function partsOf(target: Target): { field: Field; value: string } {
  const [field, value] = Object.entries(target)[0] as [Field, string];
  return { field, value };
}

/** Tells one target from another. A login is the same in any case; on its own, since one in lower case takes no memory then. */
export function keyOf(target: Target): string {
  const { field, value } = partsOf(target);
  return field === 'user_login' ? value.toLowerCase() : `${field} ${value}`;
}

/** A target of the field. Written out, since an object with a computed name takes nearly twice the memory. */
export function targetOf(field: Field, value: string): Target {
  if (field === 'user_login') return { user_login: value };
  return field === 'user_id' ? { user_id: value } : { group_id: value };
}
