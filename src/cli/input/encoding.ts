import { CommandError } from '../command-error.ts';

/** How a file writes its characters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A text, and the encoding it was read from. */
export interface DecodedText {
  /** Its lines end in a line feed alone. */
  text: string;
  encoding: Encoding;
}

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
 * @param name - of the file, for messages
 * @throws {@link CommandError} when it is no text
 */
export function decode(bytes: Uint8Array, name: string): DecodedText {
  const binary = BINARY.find((each) => each.bytes.every((byte, index) => bytes[index] === byte));
  if (binary !== undefined) throw noText(name, `is ${binary.what}`);
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return { text: decodeLines(new TextDecoder(marked), bytes), encoding: marked };
  if (bytes.includes(0)) throw noText(name, 'is not a text file: it contains zero bytes');
  try {
    return { text: decodeLines(new TextDecoder('utf-8', { fatal: true }), bytes), encoding: 'utf-8' };
  } catch {
    return { text: decodeLines(new TextDecoder('windows-1252'), bytes), encoding: 'windows-1252' };
  }
}

function byteOrderMark([first, second]: Uint8Array): Encoding | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decodeLines(decoder: TextDecoder, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

function noText(name: string, what: string): CommandError {
  return new CommandError('nothingSent', `${name} ${what}. Save the list as plain text or CSV in UTF-8.`);
}
