/** The word that a person probably meant; `undefined` when none is near. */
export function suggest(typed: string, words: readonly string[]): string | undefined {
  const [nearest] = words
    .map((word) => ({ word, distance: distance(typed.toLowerCase(), word) }))
    .filter(({ word, distance: edits }) => edits <= Math.max(1, Math.floor(word.replace('--', '').length / 3)))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest?.word ?? (typed.length > 2 ? words.find((word) => word.startsWith(typed)) : undefined);
}

/** Insertions, deletions, replacements and swaps of neighbors that make one word of the other (optimal string alignment). */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const at = (back: number, left: number): number => (back === 0 ? row : rows[i - back])?.[j - left] ?? 0;
      const replaced = at(1, 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(2, 2) + 1 : replaced;
      row.push(Math.min(at(1, 0) + 1, at(0, 1) + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
