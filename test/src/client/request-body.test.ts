import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRequestError } from '../../../src/index.ts';
import { serializeRequestBody } from '../../../src/client/request-body.ts';

const lists = ['user_ids', 'user_logins'];

function fault(body: unknown): string {
  try {
    serializeRequestBody(body, lists);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ code: 'invalid_request', attempts: 0 });
    return (error as Error).message;
  }
  throw new Error('the body was taken');
}

describe('serializeRequestBody', () => {
  it('sends the list that was left out as an empty one', () => {
    const { json } = serializeRequestBody({ user_logins: ['ada@example.com'] }, lists);
    expect(JSON.parse(json)).toEqual({ user_ids: [], user_logins: ['ada@example.com'] });
  });

  it('sends fields that it does not know as they are', () => {
    const { json } = serializeRequestBody({ user_ids: ['1'], force: true }, lists);
    expect(JSON.parse(json)).toEqual({ user_ids: ['1'], user_logins: [], force: true });
  });

  it('invents no limit of length', () => {
    const long = 'x'.repeat(100_000);
    const many = Array.from({ length: 50_000 }, (_, index) => String(index));
    expect(serializeRequestBody({ user_ids: [...many, long] }, lists).identifiers).toHaveLength(50_001);
  });

  it.each([
    ['a number', 7, 'user_ids[1] is a value of type number, not a string'],
    ['null', null, 'user_ids[1] is null, not a string'],
    ['a nested array', ['2'], 'user_ids[1] is an array, not a string'],
    ['a hole', undefined, 'user_ids[1] is missing, not a string'],
    ['an empty text', '', 'user_ids[1] is blank'],
    ['a blank text', ' \t\u00A0', 'user_ids[1] is blank'],
    ['a line break', '2\n', 'user_ids[1] holds a control character'],
    ['a null character', '2\u0000', 'user_ids[1] holds a control character'],
  ])('names the place of %s', (_, value, message) => {
    expect(fault({ user_ids: ['1', value] })).toContain(message);
  });

  it.each([
    ['no body', undefined],
    ['null', null],
    ['an array', ['1']],
    ['a text', '1'],
  ])('refuses %s as a body', (_, body) => {
    expect(fault(body)).toContain('Give an object with user_ids or user_logins');
  });

  it('refuses a text where a list is wanted', () => {
    expect(fault({ user_ids: '1' })).toContain('user_ids is a value of type string, not an array');
    expect(fault({ user_ids: ['1'], user_logins: null })).toContain('user_logins is null, not an array');
  });

  it.each([[{}], [{ user_ids: [] }], [{ user_ids: [], user_logins: [] }], [{ group_ids: ['1'] }]])(
    'refuses %j, which signs nobody out',
    (body) => {
      expect(fault(body)).toContain('nobody to sign out');
    },
  );

  it('refuses what JSON cannot hold', () => {
    expect(fault({ user_ids: ['1'], more: 1n })).toContain('cannot be written as JSON');
  });

  it('takes any strings but blank ones and those with control characters, and never names a value', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), (ids) => {
        const bad = ids.findIndex((id) => id.trim() === '' || /\p{Cc}/u.test(id));
        if (bad === -1) {
          expect(serializeRequestBody({ user_ids: ids }, lists).identifiers).toEqual(ids);
        } else {
          expect(fault({ user_ids: ids })).toMatch(
            new RegExp(`^user_ids\\[${bad}\\] (is blank|holds a control character)\\. Give a non-empty string\\.$`),
          );
        }
      }),
    );
  });
});
