import { CommandError } from '../command-error.ts';

/** How a file writes its characters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A text, and the encoding it was read from. */
export interface DecodedText {
  /** Its lines end in a line feed alone. */
  text: string;
  encoding: Encoding;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
/** First bytes of files that programs make instead of text. */
const BINARY: readonly { bytes: readonly number[]; what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or another ZIP file' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an Excel workbook' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF file' },
  { bytes: [0x1f, 0x8b], what: 'a compressed file' },
];

/**
 * Decodes a text: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252, which is what Excel writes
 * as CSV.
 *
 * @param bytes - are changed, since a copy would double the memory that a long list takes
 * @param name - of the file, for messages
 * @throws {@link CommandError} when it is no text
 */
export function decode(bytes: Uint8Array, name: string): DecodedText {
  const binary = BINARY.find((each) => each.bytes.every((byte, index) => bytes[index] === byte));
  if (binary !== undefined) throw noText(name, `is ${binary.what}`);
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) {
    return { text: new TextDecoder(marked).decode(bytes).replaceAll(/\r\n?/g, '\n'), encoding: marked };
  }
  if (bytes.includes(0)) throw noText(name, 'is not a text file: it contains zero bytes');
  const lines = compactLines(bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(lines), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(lines), encoding: 'windows-1252' };
  }
}

function byteOrderMark([first, second]: Uint8Array): Encoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/**
 * Makes every line end in a line feed alone and start without spaces, in place: a third of JSON that was written for people
 * is indentation. Spaces there have no meaning in any format.
 *
 * @returns the part of the bytes that is left
 */
function compactLines(bytes: Uint8Array): Uint8Array {
  let length = 0;
  let before = LINE_FEED;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === SPACE && (before === LINE_FEED || before === CARRIAGE_RETURN)) continue;
    const isEndOfPair = byte === LINE_FEED && before === CARRIAGE_RETURN;
    before = byte;
    if (!isEndOfPair) bytes[length++] = byte === CARRIAGE_RETURN ? LINE_FEED : byte;
  }
  return bytes.subarray(0, length);
}

function noText(name: string, what: string): CommandError {
  return new CommandError('nothingSent', `${name} ${what}. Save the list as plain text or CSV in UTF-8.`);
}
