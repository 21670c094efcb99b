import ts from 'typescript';
import { expect, it } from 'vitest';
import { MARK } from '../../scripts/mark.ts';
import { writeTypes } from '../../scripts/types.ts';

const HOSTILE = 'a */ export const broken = `${x}`; /* {{ y }} | &lt; \' " \\ \u2028 \n*/';

it('makes sound TypeScript of any text, with the mark at its head', async () => {
  const field = { type: 'string', description: HOSTILE, enum: [HOSTILE, '*/'], default: HOSTILE };
  const types = await writeTypes({
    openapi: '3.0.2',
    info: { title: HOSTILE, version: '1', description: HOSTILE },
    paths: {
      '/a': { post: { operationId: 'a */ b', description: HOSTILE, responses: { 202: { description: HOSTILE } } } },
    },
    components: {
      schemas: { A: { description: HOSTILE, type: 'object', properties: { [HOSTILE]: field, a: field } } },
    },
  });
  expect(types.startsWith(`// ${MARK}\n`)).toBe(true);
  const { diagnostics, outputText } = ts.transpileModule(types, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  expect(outputText).not.toContain('broken =');
});

it('refuses in one line what it can make no types of', async () => {
  await expect(writeTypes({ openapi: '2.0' })).rejects.toThrow(/^No types can be made of the description: [^\n]+$/);
});
