import type { Field, Target } from '../../bulk/target.ts';
import { CommandError } from '../command-error.ts';
import { keyOf, targetOf } from '../target-name.ts';

/** More bad lines are not named, only counted. */
const MAX_NAMED = 5;

/** Control characters and characters that nobody sees: no id or login has them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Why a value, trimmed, can be no id and no login; `undefined` when it can. */
export function faultOfValue(value: string): string | undefined {
  if (value === '') return 'is empty';
  if (/\s/.test(value)) return 'holds white space';
  if (INVISIBLE.test(value)) return 'holds an invisible character';
  return undefined;
}

/** Collects distinct targets, and everything that is wrong with the input, line by line. */
export class InputFindings {
  readonly targets: Target[] = [];
  duplicates = 0;
  readonly #keys = new Set<string>();
  readonly #badLines: { line: number; fault: string }[] = [];

  add(field: Field, value: string): void {
    const target = targetOf(field, value);
    const key = keyOf(target);
    if (this.#keys.has(key)) {
      this.duplicates += 1;
      return;
    }
    this.#keys.add(key);
    this.targets.push(target);
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** @param line - from 1 */
  refuse(line: number, fault: string): void {
    this.#badLines.push({ line, fault });
  }

  /** @throws {@link CommandError} when a line was refused; it names the line, never the value */
  throwIfBad(name: string): void {
    const [first, ...rest] = this.#badLines;
    if (first === undefined) return;
    const numbers = [...new Set(rest.map(({ line }) => line).filter((line) => line !== first.line))];
    const named = numbers.slice(0, MAX_NAMED).join(', ');
    const more = numbers.length > MAX_NAMED ? ` and ${numbers.length - MAX_NAMED} more` : '';
    const others = numbers.length === 0 ? '' : ` Lines that are wrong as well: ${named}${more}.`;
    throw new CommandError('nothingSent', `${name}, line ${first.line}: ${first.fault}. Nothing was sent.${others}`);
  }
}
