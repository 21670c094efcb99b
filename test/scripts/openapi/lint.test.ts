import { expect, it } from 'vitest';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { lint } from '../../../scripts/openapi/lint.ts';

const OPERATION = { operationId: 'a', responses: { 202: { description: 'D.' } } };

function document(more: JsonObject = {}, schema: JsonObject = { type: 'string' }): JsonObject {
  return {
    openapi: '3.0.2',
    info: { title: 'T', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    paths: { '/a/': { post: { ...OPERATION } } },
    components: { schemas: { A: schema } },
    ...more,
  };
}

it('accepts matters of taste, and an operation that requires no security', async () => {
  await expect(lint(document())).resolves.toBeUndefined();
});

it('accepts a keyword of OpenAPI 3.0 in 3.1, where it has no meaning', async () => {
  await expect(lint(document({ openapi: '3.1.0' }, { type: 'string', nullable: true }))).resolves.toBeUndefined();
});

it('names the first fault and counts them all', async () => {
  const faulty = document({ servers: [], security: [{ Lost: [] }] }, { type: 'text' });
  await expect(lint(faulty)).rejects.toThrow(
    /^The spec breaks a rule of OpenAPI: .+ at #\S+\. Problems in total: 3\.$/,
  );
});
