import { beforeAll, describe, expect, it } from 'vitest';
import { cut } from '../../../scripts/cut/cut.ts';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { at, GROUPS, sampleSpec, USERS } from '../../support/specs/sample-spec.ts';

describe('a cut', () => {
  let result: JsonObject;
  beforeAll(() => {
    const description = sampleSpec();
    const { post } = at(description, 'paths', USERS);
    const parameters = [{ name: 'trace', in: 'header', schema: { type: 'string' } }];
    const untagged = { operationId: 'get_users_terminate_sessions', responses: { 200: { description: '' } } };
    at(description, 'paths')[USERS] = { parameters, post: post ?? null, get: untagged };
    at(description, 'paths')['/nothing'] = { parameters };
    description['webhooks'] = { changed: { post: { ...untagged, operationId: 'webhook' } } };
    result = cut(description);
  });

  it('has the operations with our tag and no others', () => {
    expect(Object.keys(at(result, 'paths'))).toEqual(expect.arrayContaining([USERS, GROUPS]));
    expect(Object.keys(at(result, 'paths')).filter((path) => !path.endsWith('/terminate_sessions'))).toEqual([]);
    expect(Object.keys(at(result, 'paths', USERS))).toEqual(expect.arrayContaining(['parameters', 'post']));
    expect(result).not.toHaveProperty('webhooks');
  });

  it('has what they reach and what applies to them, and nothing else', () => {
    const { schemas, securitySchemes } = at(result, 'components');
    expect(Object.keys(schemas ?? {})).toEqual(expect.arrayContaining(['ClientError', 'SessionTerminationMessage']));
    expect(Object.keys(securitySchemes ?? {})).toEqual(['OAuth2Security']);
    expect(result).toMatchObject({
      servers: [{ url: 'https://api.box.com/2.0' }],
      security: [{ OAuth2Security: [] }],
      tags: [{ 'x-box-tag': 'session_termination' }],
    });
    expect(result['tags']).toHaveLength(1);
    expect(schemas).not.toHaveProperty('Folder');
  });
});

it('looks behind a path that stands elsewhere', () => {
  const description = sampleSpec();
  const path = at(description, 'paths', USERS);
  at(description, 'components')['pathItems'] = { Users: path };
  at(description, 'paths')[USERS] = { $ref: '#/components/pathItems/Users' };
  expect(cut(description)).toEqual(cut(sampleSpec()));
});

it('cuts out other tags as well', () => {
  const { paths, tags } = cut(sampleSpec(), ['tag_3', 'tag_4']);
  expect(Object.keys(paths ?? {})).toEqual(['/unrelated_3', '/unrelated_4']);
  expect(tags).toHaveLength(2);
});
