import type { InputFindings } from './findings.ts';
import { splitValues, type Fault, type Value } from './values.ts';

/** Marks before each line of a list, as in mails, notes and tickets: a quotation, a bullet, a box to tick. */
const MARKS = /^(?:>\s*)*(?:(?:[-*•‣–]|\d{1,3}[.)])\s+(?:\[[ x]\]\s+)?(?=\S))?/i;
/** What stands before the recipients of a mail. */
const FIELD = /^(?:to|b?cc):\s*(?=\S)/i;
const SEPARATOR_AT_END = /[,;]$/;
const HEADER_HINT = 'If it is the header of a column, choose it with --column NAME.';

/** Reads a plain list: an ID or a login in each line, or the recipients of a mail. */
export function readList(text: string, findings: InputFindings): void {
  findings.setFormat('list');
  const lines = text.split('\n');
  const isSingle = lines.filter((line) => line.trim() !== '').length === 1;
  let continues = isSingle;
  let isFirst = true;
  for (const [index, line] of lines.entries()) {
    const content = line.trim();
    if (content === '') continue;
    const isWrapped = continues || SEPARATOR_AT_END.test(content);
    for (const value of readLine(content, isWrapped, findings)) {
      if ('is' in value) findings.add(value);
      else findings.reject(index + 1, isFirst && value.isName ? `${value.fault} ${HEADER_HINT}` : value.fault);
    }
    isFirst = false;
    continues = isSingle || SEPARATOR_AT_END.test(content);
  }
}

/** Whether a first line is part of a list, and no header. */
export function isListLine(line: string, isWrapped: boolean, findings: InputFindings): boolean {
  return readLine(line, isWrapped || SEPARATOR_AT_END.test(line), findings).every((value) => 'is' in value);
}

/**
 * @param isWrapped - whether recipients are separated in this text; elsewhere two values on a line could be two columns, of
 *   which one names another person
 */
function readLine(content: string, isWrapped: boolean, findings: InputFindings): (Value | Fault)[] {
  const line = content.replace(MARKS, '').replace(FIELD, '').replace(SEPARATOR_AT_END, '').trim();
  const whole = findings.read(line, 'either');
  if (!('fault' in whole)) return [whole];
  const parts = splitValues(line);
  const areRecipients = isWrapped || FIELD.test(content.replace(MARKS, '')) || /<[^<>]*@[^<>]*>/.test(line);
  if (parts.length === 1 || !areRecipients) return [whole];
  const values = parts.map((part) => findings.read(part, 'either'));
  // An ID beside a login is a row of a table: the same person twice.
  const first = values[0];
  const isMixed = values.some(
    (value) => 'is' in value && first !== undefined && 'is' in first && value.is !== first.is,
  );
  return isMixed ? [whole] : values;
}
