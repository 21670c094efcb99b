import { expect, it } from 'vitest';
import type { Json } from '../../../scripts/openapi/json.ts';
import { parseOverlay, select } from '../../../scripts/overlay/actions.ts';

const ACTION = { target: '$.info', description: 'A reason.', update: { title: 'T' } };

function parse(...actions: Json[]): ReturnType<typeof parseOverlay> {
  return parseOverlay(JSON.stringify({ overlay: '1.0.0', info: { title: 'T', version: '1' }, actions }));
}

it('reads updates and removals', () => {
  const removal = { target: "$.paths['/a']", description: 'A reason.', remove: true };
  expect(parse(ACTION, removal).actions).toEqual([ACTION, removal]);
});

it.each<[string, Json, RegExp]>([
  ['has no target', { ...ACTION, target: null }, /action 2 has no target/],
  [
    'has a target that is no JSONPath',
    { ...ACTION, target: '$[?' },
    /action 2 has a target that isn't a JSONPath .*: \$\[\?/,
  ],
  ['gives no reason', { ...ACTION, description: '' }, /action 2 \(\$\.info\) has no reason/],
  ['does nothing', { target: '$.info', description: 'A reason.', remove: false }, /action 2 \(\$\.info\) has neither/],
  ['is none', 'update', /action 2 has no target/],
  [
    'leaves the document',
    { ...ACTION, update: { $ref: 'https://example.com' } },
    /refers to "https:\/\/example\.com" at #\/actions\/1/,
  ],
])('rejects an action that %s', (_, action, reason) => {
  expect(() => parse(ACTION, action)).toThrow(reason);
});

it.each([
  ['broken YAML', 'actions: [', /is broken YAML/],
  ['a file without actions', 'overlay: 1.0.0', /has no list of actions/],
  ['an empty file', '', /has no list of actions/],
  ['a list', '- a', /has no list of actions/],
])('rejects %s', (_, text, reason) => {
  expect(() => parseOverlay(text)).toThrow(reason);
});

it('says where a target leads to', () => {
  const document = { paths: { '/a': { post: { operationId: 'a' }, parameters: [] } } };
  const [action] = parse({ ...ACTION, target: '$.paths[*][?@.operationId]' }).actions;
  expect(action && select(action, document)).toEqual([
    { value: { operationId: 'a' }, pointer: '/paths/~1a/post', path: ['paths', '/a', 'post'] },
  ]);
});
