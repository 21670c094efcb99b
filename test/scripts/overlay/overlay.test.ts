import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { applyOverlay, refuseVanished, type Overlaid } from '../../../scripts/overlay/overlay.ts';
import { parseOverlay } from '../../../scripts/overlay/actions.ts';

const DOCUMENT: JsonObject = {
  openapi: '3.1.0',
  info: { version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/a': { post: { operationId: 'a', requestBody: { content: {} }, security: [{ Key: [] }], responses: {} } },
    '/b': { post: { operationId: 'b', requestBody: { content: {}, required: true }, responses: {} } },
  },
  components: { schemas: { Any: true, Text: { type: 'string' } } },
};

function apply(...actions: [target: string, update: Json][]): Promise<Overlaid> {
  const described = actions.map(([target, update]) => ({
    target,
    description: 'A reason.',
    ...(update === 'remove' ? { remove: true } : { update }),
  }));
  return applyOverlay(DOCUMENT, parseOverlay(JSON.stringify({ overlay: '1.0.0', info: {}, actions: described })));
}

const BODIES = '$.paths[*][?@.operationId].requestBody';

it('applies updates and removals, and leaves the rest', async () => {
  const { corrected, vanished, unneeded } = await apply(
    ['$.info', { title: 'T' }],
    [BODIES, { required: true, description: 'D.' }],
    ['$.components.schemas.Any', 'remove'],
    ['$.info.title', 'Title'],
  );
  const expected = structuredClone(DOCUMENT);
  Object.assign(expected, {
    info: { title: 'Title', version: '1' },
    components: { schemas: { Text: { type: 'string' } } },
  });
  const body = { content: {}, required: true, description: 'D.' };
  expect(corrected).toEqual({
    ...expected,
    paths: {
      '/a': { post: { operationId: 'a', requestBody: body, security: [{ Key: [] }], responses: {} } },
      '/b': { post: { operationId: 'b', requestBody: body, responses: {} } },
    },
  });
  expect({ vanished, unneeded }).toEqual({ vanished: [], unneeded: [] });
});

describe('a target', () => {
  it('is named when nothing matches it, or nothing that it fits', async () => {
    const targets = ['$.components.schemas.Gone', '$.components.schemas.Any', '$.paths.gone'];
    const { corrected, vanished } = await apply(
      ['$.components.schemas.Gone', { description: 'D.' }],
      ['$.components.schemas.Any', { description: 'D.' }],
      ['$.paths.gone', 'remove'],
    );
    expect(corrected).toEqual(DOCUMENT);
    expect(vanished).toEqual(targets);
  });

  it('may be what another action has made', async () => {
    const { corrected, vanished } = await apply(
      ['$.components.schemas', { New: { type: 'object' } }],
      ['$.components.schemas.New', { description: 'D.' }],
    );
    expect(corrected).toHaveProperty(['components', 'schemas', 'New'], { type: 'object', description: 'D.' });
    expect(vanished).toEqual([]);
  });

  it('makes the overlay wrong when it is gone without a new cut', async () => {
    const overlaid = await apply(['$.a', {}], ['$.info', {}], ['$.b', {}]);
    expect(() => refuseVanished(overlaid)).toThrow('nothing matches $.a, nor $.b. Mend');
    expect(() => refuseVanished({ ...overlaid, vanished: [] })).not.toThrow();
  });
});

describe('a correction', () => {
  it('is no longer needed when the document has it everywhere', async () => {
    const { unneeded } = await apply(
      ["$.paths['/b'].post.requestBody", { required: true, description: 'D.' }],
      [BODIES, { required: true }],
      [BODIES, { description: 'D.' }],
      ['$.components.schemas.Text.type', 'string'],
    );
    expect(unneeded.map(({ action, pointer }) => [action.target, pointer])).toEqual([
      ["$.paths['/b'].post.requestBody", '/paths/~1b/post/requestBody'],
      ['$.components.schemas.Text.type', '/components/schemas/Text/type'],
    ]);
  });

  it('adds no item that a list has already, and keeps its wording', async () => {
    const { corrected } = await apply(["$.paths['/a'].post", { security: [{ Key: [] }], description: 'D.' }]);
    expect(corrected).toHaveProperty(['paths', '/a', 'post', 'security'], [{ Key: [] }]);
    expect(corrected).toHaveProperty(['paths', '/a', 'post', 'description'], 'D.');
  });
});

it('refuses what Redocly does not take, with the place', async () => {
  const update = { $ref: '#/components/schemas/Lost' };
  await expect(apply(['$.components.schemas.Text', update])).rejects.toThrow(
    /^openapi\/overlay\.yaml cannot be applied: Can't resolve \$ref at #\/components\/schemas\/Text/,
  );
});
