import ts from 'typescript';
import { expect, it } from 'vitest';
import { writeTypes } from '../../../scripts/model/types.ts';

const HOSTILE = 'a */ export const broken = `${x}`; /* {{ y }} | &lt; \' " \\ \u2028 \n*/';

it('makes sound TypeScript of any text', async () => {
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
  const { diagnostics, outputText } = ts.transpileModule(types, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  expect(outputText).not.toContain('broken =');
});

it('rejects in one line what has no types', async () => {
  await expect(writeTypes({ openapi: '2.0' })).rejects.toThrow(
    /^The spec can't be turned into types: [^\n]+\. Fix it or fetch it again\.$/,
  );
});

it.each([
  ['a reference', { $ref: '#/components/schemas/A' }],
  ['a part of all', { type: 'object', allOf: [{ $ref: '#/components/schemas/A' }] }],
  ['a variant', { oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/A' }] }],
])('rejects a schema that is itself by %s', async (_, A) => {
  const document = { openapi: '3.0.2', info: { title: '', version: '' }, paths: {}, components: { schemas: { A } } };
  await expect(writeTypes(document)).rejects.toThrow(/^The spec can't be turned into types: .*referenc/);
});

it('accepts a schema that contains itself', async () => {
  const A = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/components/schemas/A' } } } };
  const document = { openapi: '3.0.2', info: { title: '', version: '' }, paths: {}, components: { schemas: { A } } };
  await expect(writeTypes(document)).resolves.toContain('children?: components["schemas"]["A"][]');
});
