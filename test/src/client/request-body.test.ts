import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { InvalidRequestError } from '../../../src/index.ts';
import { checkRequestBody } from '../../../src/client/request-body.ts';

const lists = ['user_ids', 'user_logins'] as const;

function fault(body: unknown): string {
  try {
    checkRequestBody(body, lists);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', attempts: 0 });
    return (error as Error).message;
  }
  throw new Error('the body was accepted');
}

describe('checkRequestBody', () => {
  it('sends the list that was left out as an empty one', () => {
    const { json } = checkRequestBody({ user_logins: ['ada@example.com'] }, lists);
    expect(JSON.parse(json)).toEqual({ user_ids: [], user_logins: ['ada@example.com'] });
  });

  it('sends fields that it does not know as they are', () => {
    const { json } = checkRequestBody({ user_ids: ['1'], force: true }, lists);
    expect(JSON.parse(json)).toEqual({ user_ids: ['1'], user_logins: [], force: true });
  });

  it('invents no limit of length', () => {
    const long = 'x'.repeat(100_000);
    const many = Array.from({ length: 50_000 }, (_, index) => String(index));
    expect(checkRequestBody({ user_ids: [...many, long] }, lists).identifiers).toHaveLength(50_001);
  });

  it.each([
    ['a number', 7, 'user_ids[1] is a value of type number, not a string'],
    ['null', null, 'user_ids[1] is null, not a string'],
    ['a nested array', ['2'], 'user_ids[1] is an array, not a string'],
    ['a hole', undefined, 'user_ids[1] is missing, not a string'],
    ['an empty text', '', 'user_ids[1] is blank'],
    ['a blank text', ' \t\u00A0', 'user_ids[1] is blank'],
    ['a line break', '2\n', 'user_ids[1] contains a control character'],
    ['a null character', '2\u0000', 'user_ids[1] contains a control character'],
  ])('names the place of %s', (_, value, message) => {
    expect(fault({ user_ids: ['1', value] })).toContain(message);
  });

  it.each([
    ['no body', undefined],
    ['null', null],
    ['an array', ['1']],
    ['a text', '1'],
  ])('rejects %s as a body', (_, body) => {
    expect(fault(body)).toContain('Pass an object with user_ids or user_logins');
  });

  it('rejects a text instead of a list', () => {
    expect(fault({ user_ids: '1' })).toContain('user_ids is a value of type string, not an array');
    expect(fault({ user_ids: ['1'], user_logins: null })).toContain('user_logins is null, not an array');
  });

  it.each([[{}], [{ user_ids: [] }], [{ user_ids: [], user_logins: undefined }]])(
    'rejects %j, which names no target',
    (body) => {
      expect(fault(body)).toContain('names no target');
    },
  );

  it.each([
    ['userIds', { userIds: ['1'] }],
    ['group_ids', { group_ids: ['1'] }],
    ['user_id', { user_id: '1' }],
    ['userLogins', { user_ids: ['1'], userLogins: ['ada@example.com'] }],
    ['user_login', { user_ids: ['1'], user_login: 'ada@example.com' }],
    ['logins', { user_ids: ['1'], logins: ['ada@example.com'] }],
  ])('names the unknown list %s', (name, body) => {
    expect(fault(body)).toBe(`${name} is not a list of this request body. Pass user_ids or user_logins.`);
  });

  it('does not name a property that could be a login', () => {
    expect(fault({ 'ada@example.com': true })).toMatch(/^A property is not a list/);
  });

  it('rejects what JSON cannot express', () => {
    expect(fault({ user_ids: ['1'], more: 1n })).toContain('cannot be written as JSON');
  });

  it('accepts any strings except blank ones and those with control characters, and never names a value', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (ids) => {
        const bad = ids.findIndex((id) => id.trim() === '' || /\p{Cc}/u.test(id));
        if (bad === -1) {
          expect(checkRequestBody({ user_ids: ids }, lists).identifiers).toEqual(ids);
        } else {
          expect(fault({ user_ids: ids })).toMatch(
            new RegExp(`^user_ids\\[${bad}\\] (is blank|contains a control character)\\. Pass a non-empty string\\.$`),
          );
        }
      }),
    );
  });
});
