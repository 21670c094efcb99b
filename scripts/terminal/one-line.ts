/** Names of the other side can have any length. */
const MOST_CHARACTERS = 2000;

/** Shows line breaks, escape sequences and marks that change the direction of writing as escapes, and cuts off what is too long. */
export function oneLine(text: string): string {
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return shown.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
