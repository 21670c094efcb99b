/** No sentence of ours is nearly as long; a name or a text of a server can be. */
const MAX_LINE_LENGTH = 2000;

/**
 * A text that can't steer a terminal or deceive its reader: one line, of bounded length, without control characters (which
 * start escape sequences), bidirectional controls, and characters that take no room.
 */
export function safeLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[\p{Cf}\p{Cs}]/gu, '');
  return line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;
}

/** A value on one line of JSON, in which such characters are escaped, so nothing is lost. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16);
      return `\\u${unit.padStart(4, '0')}`;
    }).join(''),
  );
}
