/** A rewritten text that still knows where each of its characters stands in the original. */
export interface View {
  readonly text: string;
  /** Where in the original each character begins and ends; left out if each stands in its own place. */
  readonly starts?: readonly number[];
  readonly ends?: readonly number[];
}

/** Where in the original the character at this index begins. */
export function startOf({ starts }: View, index: number): number {
  return starts?.[index] ?? index;
}

/** Where in the original the character at this index ends. */
export function endOf({ ends }: View, index: number): number {
  return ends?.[index] ?? index + 1;
}

/** The same view with its ASCII letters in lower case. */
export function lowerCase(view: View): View {
  const text = view.text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return text === view.text ? view : { ...view, text };
}

/**
 * Replaces each match of a pattern.
 *
 * @returns the same view if nothing changes
 */
export function rewrite(view: View, pattern: RegExp, replacement: (match: string) => string): View {
  const starts: number[] = [];
  const ends: number[] = [];
  const parts: string[] = [];
  let copied = 0;
  const copyTo = (end: number): void => {
    parts.push(view.text.slice(copied, end));
    for (; copied < end; copied += 1) {
      starts.push(startOf(view, copied));
      ends.push(endOf(view, copied));
    }
  };
  for (const { 0: match, index } of view.text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === match) continue;
    copyTo(index);
    copied += match.length;
    parts.push(replaced);
    for (let unit = 0; unit < replaced.length; unit += 1) {
      starts.push(startOf(view, index));
      ends.push(endOf(view, copied - 1));
    }
  }
  if (copied === 0) return view;
  copyTo(view.text.length);
  return { text: parts.join(''), starts, ends };
}
