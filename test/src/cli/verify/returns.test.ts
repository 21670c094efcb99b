import { describe, expect, it } from 'vitest';
import type { AdminEvent } from '../../../../src/cli/verify/event.ts';
import { Returns } from '../../../../src/cli/verify/returns.ts';

const ADA = { target: { user_login: 'Ada@example.com' }, at: 1000 };
const GRACE = { target: { user_id: '2' }, at: 2000 };
const ALAN = { target: { user_login: 'alan@example.com' }, at: 3000 };

function event(id: string, user: Partial<AdminEvent['user']>, { type = 'LOGIN', at = 5000 } = {}): AdminEvent {
  return { id, type, at, user: { id: undefined, login: undefined, ...user } };
}

describe('matching events with users', () => {
  it('goes by login in any case, and by ID', () => {
    const returns = new Returns([ADA, GRACE, ALAN]);
    expect(returns.add(event('a', { id: '77', login: 'ADA@EXAMPLE.COM' }))).toHaveLength(1);
    expect(returns.add(event('b', { id: '2', login: 'grace@example.com' }))).toHaveLength(1);
    expect(returns.add(event('c', { id: '3', login: 'other@example.com' }))).toEqual([]);
    expect(returns.checks.map(({ back }) => back)).toEqual([true, true, false]);
  });

  it('counts an event once, however often Box repeats it', () => {
    const returns = new Returns([ADA]);
    expect(returns.add(event('a', { login: 'ada@example.com' }))).toHaveLength(1);
    expect(returns.add(event('a', { login: 'ada@example.com' }))).toEqual([]);
    expect(returns.checks[0]?.events).toHaveLength(1);
  });

  it('gives an event to each line that names its user', () => {
    const returns = new Returns([ADA, { target: { user_id: '1' }, at: 1000 }]);
    expect(returns.add(event('a', { id: '1', login: 'ada@example.com' }))).toHaveLength(2);
  });

  it('leaves out what happened before the sign-out of the user', () => {
    const returns = new Returns([ADA, GRACE]);
    expect(returns.add(event('a', { id: '2' }, { at: 1999 }))).toEqual([]);
    expect(returns.add(event('b', { id: '2' }, { at: 2000 }))).toHaveLength(1);
  });

  it('counts a sign-in in the second of the sign-out, since the times of Box can be whole seconds', () => {
    const returns = new Returns([{ ...GRACE, at: 2900 }]);
    expect(returns.add(event('a', { id: '2' }, { at: 2000 }))).toHaveLength(1);
  });

  it.each(['LOGIN', 'ADMIN_LOGIN', 'ADD_LOGIN_ACTIVITY_DEVICE', 'USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE'])(
    'takes %s for a return',
    (type) => {
      const returns = new Returns([ADA]);
      returns.add(event('a', { login: 'ada@example.com' }, { type }));
      expect(returns.checks[0]).toMatchObject({ back: true });
    },
  );

  it.each(['FAILED_LOGIN', 'REMOVE_LOGIN_ACTIVITY_DEVICE', 'OAUTH2_ACCESS_TOKEN_REVOKE', 'DOWNLOAD'])(
    'shows %s, and does not take it for a return',
    (type) => {
      const returns = new Returns([ADA]);
      returns.add(event('a', { login: 'ada@example.com' }, { type }));
      expect(returns.checks[0]).toMatchObject({ back: false, events: [{ type }] });
    },
  );

  it('puts users who are back first, then users with other events', () => {
    const returns = new Returns([ADA, GRACE, ALAN]);
    returns.add(event('late', { login: 'alan@example.com' }, { at: 9000 }));
    returns.add(event('early', { login: 'alan@example.com' }, { at: 8000, type: 'FAILED_LOGIN' }));
    returns.add(event('failed', { id: '2' }, { type: 'FAILED_LOGIN' }));
    expect(returns.checks.map(({ user }) => user)).toEqual([ALAN, GRACE, ADA]);
    expect(returns.checks[0]?.events.map(({ at }) => at)).toEqual([8000, 9000]);
  });
});
