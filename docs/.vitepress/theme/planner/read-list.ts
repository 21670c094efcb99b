import type { Target } from '../../../../src/bulk.ts';
import { detectFormat, readCsv } from '../../../../src/cli/input/csv.ts';
import { InputFindings } from '../../../../src/cli/input/findings.ts';
import { readList } from '../../../../src/cli/input/list.ts';

export type Kind = 'users' | 'groups';

/** Whom a text names, each once, or what is wrong with it. */
export interface NamedTargets {
  targets: readonly Target[];
  duplicates: number;
  fault?: string;
}

/** Reads a text as the command reads a file. */
export async function readNamed(text: string, kind: Kind): Promise<NamedTargets> {
  const findings = new InputFindings();
  const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const format = detectFormat(lines, kind);
  if (format === 'list') readList(lines, kind, findings);
  else if ('fault' in format) findings.refuse(format.line, format.fault);
  else await readCsv(lines, format.delimiter, kind, findings);
  try {
    findings.throwIfBad('The list');
  } catch (error) {
    return { targets: [], duplicates: 0, fault: (error as Error).message.replace(' Nothing was sent.', '') };
  }
  return { targets: findings.targets, duplicates: findings.duplicates };
}
