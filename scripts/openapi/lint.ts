import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { JsonObject } from './json.ts';
import { partsOf } from './elements.ts';
import { redocly, withFolder, writeJson } from './redocly.ts';
import { Rejection } from '../terminal/rejection.ts';

/** What makes a description wrong; nothing that is a matter of taste, since Box's taste is not ours to refuse. */
const RULES = [
  'struct',
  'no-unresolved-refs',
  'no-empty-servers',
  'no-duplicated-tag-names',
  'no-identical-paths',
  'no-undefined-server-variable',
  'operation-operationId',
  'operation-operationId-unique',
  'operation-parameters-unique',
  'path-declaration-must-exist',
  'path-not-include-query',
  'path-parameters-defined',
  'security-defined',
  'spec-components-invalid-map-name',
];

interface Problem {
  message: string;
  location: { pointer?: string }[];
}

/** @throws {@link Rejection} for a document that breaks a rule */
export async function lint(document: JsonObject): Promise<void> {
  const problems = await withFolder(async (folder) => {
    // No security means the same as none, which Redocly wants to read in so many words.
    await writeJson(folder, 'openapi.json', { security: [], ...withoutNullable(document) });
    const rules = Object.fromEntries(RULES.map((rule) => [rule, 'error']));
    await writeFile(join(folder, 'lint.yaml'), stringify({ rules }));
    const { stdout, stderr } = await redocly(folder, [
      'lint',
      'openapi.json',
      '--config',
      'lint.yaml',
      '--format',
      'json',
    ]);
    return readProblems(stdout, stderr);
  });
  const [first] = problems;
  if (first === undefined) return;
  const message = first.message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  const more = problems.length > 1 ? ` Problems in all: ${problems.length}.` : '';
  throw new Rejection(
    `The description breaks a rule of OpenAPI: ${message} at ${first.location[0]?.pointer ?? '#'}.${more}`,
  );
}

/** From OpenAPI 3.1 on, `nullable` is a word without a meaning, which JSON Schema allows and Redocly does not. */
function withoutNullable(document: JsonObject): JsonObject {
  const { openapi } = document;
  if (typeof openapi === 'string' && openapi.startsWith('3.0.')) return document;
  const copy = structuredClone(document);
  for (const { kind, part } of partsOf(copy)) {
    if (kind === 'schema' || kind === 'namedSchema') delete part['nullable'];
  }
  return copy;
}

function readProblems(stdout: string, stderr: string): Problem[] {
  try {
    return (JSON.parse(stdout) as { problems: Problem[] }).problems;
  } catch {
    return [{ message: `it could not be read (${stderr.trim().split('\n').at(-1) ?? ''})`, location: [] }];
  }
}
