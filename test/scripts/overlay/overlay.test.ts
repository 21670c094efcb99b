import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../scripts/openapi/json.ts';
import { applyOverlay, rejectVanished, type Overlaid } from '../../../scripts/overlay/overlay.ts';
import { parseOverlay, type Overlay } from '../../../scripts/overlay/actions.ts';

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

function apply(...actions: [target: string, update: Json][]): Overlaid {
  return applyOverlay(DOCUMENT, overlayOf(...actions));
}

function overlayOf(...actions: [target: string, update: Json][]): Overlay {
  const described = actions.map(([target, update]) => ({
    target,
    description: 'A reason.',
    ...(update === 'remove' ? { remove: true } : { update }),
  }));
  return parseOverlay(JSON.stringify({ overlay: '1.0.0', info: {}, actions: described }));
}

const BODIES = '$.paths[*][?@.operationId].requestBody';

it('applies updates and removals, and leaves the rest', () => {
  const { corrected, vanished, unneeded } = apply(
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
  it('is named when nothing matches it, or nothing that it fits', () => {
    const targets = ['$.components.schemas.Gone', '$.components.schemas.Any', '$.paths.gone'];
    const { corrected, vanished } = apply(
      ['$.components.schemas.Gone', { description: 'D.' }],
      ['$.components.schemas.Any', { description: 'D.' }],
      ['$.paths.gone', 'remove'],
    );
    expect(corrected).toEqual(DOCUMENT);
    expect(vanished).toEqual(targets.map((target) => ({ target, reference: undefined })));
  });

  it('can be what another action has made', () => {
    const { corrected, vanished } = apply(
      ['$.components.schemas', { New: { type: 'object' } }],
      ['$.components.schemas.New', { description: 'D.' }],
    );
    expect(corrected).toHaveProperty(['components', 'schemas', 'New'], { type: 'object', description: 'D.' });
    expect(vanished).toEqual([]);
  });

  it('makes the overlay wrong when it is gone without a new cut', () => {
    const overlaid = apply(['$.a', {}], ['$.info', {}], ['$.b', {}]);
    expect(() => rejectVanished(overlaid)).toThrow('nothing matches $.a, nor $.b. Fix');
    expect(() => rejectVanished({ ...overlaid, vanished: [] })).not.toThrow();
  });
});

describe('a correction', () => {
  it('is no longer needed when the document has it everywhere', () => {
    const { unneeded } = apply(
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

  it('adds no item that a list has already, and keeps its wording', () => {
    const { corrected } = apply(["$.paths['/a'].post", { security: [{ Key: [] }], description: 'D.' }]);
    expect(corrected).toHaveProperty(['paths', '/a', 'post', 'security'], [{ Key: [] }]);
    expect(corrected).toHaveProperty(['paths', '/a', 'post', 'description'], 'D.');
  });
});

it('rejects a reference that leads nowhere, with the place', () => {
  const update = { $ref: '#/components/schemas/Lost' };
  expect(() => apply(['$.components.schemas.Text', update])).toThrow(
    "openapi/overlay.yaml: #/components/schemas/Text refers to #/components/schemas/Lost, which isn't there.",
  );
});

it('rejects the removal of what something refers to', () => {
  const field = { $ref: '#/components/schemas/Text' };
  expect(() =>
    apply(['$.components.schemas', { New: { properties: { field } } }], ['$.components.schemas.Text', 'remove']),
  ).toThrow('#/components/schemas/New/properties/field refers to #/components/schemas/Text');
});

it('names a target that is a reference now, and applies the update everywhere else', () => {
  const moved = structuredClone(DOCUMENT);
  moved['paths'] = {
    '/a': { post: { operationId: 'a', requestBody: { $ref: '#/components/requestBodies/A' }, responses: {} } },
    '/b': { post: { operationId: 'b', requestBody: { content: {} }, responses: {} } },
  };
  moved['components'] = { requestBodies: { A: { content: {} } } };
  const { corrected, vanished } = applyOverlay(moved, overlayOf([BODIES, { required: true }]));
  expect(vanished).toEqual([{ target: BODIES, reference: '#/components/requestBodies/A' }]);
  expect(corrected).toHaveProperty(['paths', '/a', 'post', 'requestBody'], { $ref: '#/components/requestBodies/A' });
  expect(corrected).toHaveProperty(['paths', '/b', 'post', 'requestBody', 'required'], true);
});

it('removes items of a list, and merges lists and objects', () => {
  const { corrected } = apply(
    ["$.paths['/a'].post.security[0]", 'remove'],
    ['$.servers', [{ url: 'https://other.example' }]],
    ['$', { 'x-a': { b: [1] } }],
    ['$', { 'x-a': { b: [2], c: 3 } }],
  );
  expect(corrected).toHaveProperty(['paths', '/a', 'post', 'security'], []);
  expect(corrected['servers']).toEqual([{ url: 'https://api.example.com' }, { url: 'https://other.example' }]);
  expect(corrected['x-a']).toEqual({ b: [1, 2], c: 3 });
});
