import { describe, expect, it } from 'vitest';
import { meaningOf, type Circumstances, type Meaning } from '../../../src/bulk/outcomes.ts';
import {
  ApiError,
  AuthError,
  InvalidRequestError,
  NetworkError,
  ResponseError,
  TimeoutError,
  type NetworkErrorReason,
} from '../../../src/errors.ts';

const underWay: Circumstances = { accepted: true, responded: true, noToken: false, unproven: false };
const atFirst: Circumstances = { accepted: false, responded: false, noToken: false, unproven: true };

const fromBox = (status: number): ApiError => new ApiError('', { status, fromBox: true });
const fromElsewhere = (status: number): ApiError => new ApiError('', { status, fromBox: false });
const network = (reason: NetworkErrorReason, attempts = 0): NetworkError => new NetworkError('', { reason, attempts });

describe('what an error means', () => {
  it.each<[Meaning, number[]]>([
    ['bad target', [400, 404, 409, 422]],
    ['too large', [413]],
    ['wait', [429]],
    ['unknown', [408, 500, 501, 502, 503, 504, 599]],
    ['ends the run', [401, 403, 402, 405, 407, 410, 415, 451]],
  ])('%s: the status %j of Box, at any time', (meaning, statuses) => {
    for (const status of statuses) {
      expect(meaningOf(fromBox(status), underWay)).toBe(meaning);
      expect(meaningOf(fromBox(status), atFirst)).toBe(meaning);
    }
  });

  it.each([400, 404, 409, 422])('%i that is not Box’s ends the run unless Box has accepted something', (status) => {
    expect(meaningOf(fromElsewhere(status), { ...underWay, accepted: false })).toBe('ends the run');
    expect(meaningOf(fromElsewhere(status), underWay)).toBe('bad target');
    expect(meaningOf(fromElsewhere(status), { ...underWay, unproven: true })).toBe('wait');
  });

  it('413 that is not Box’s is a limit of a gateway, unless it is about one target', () => {
    expect(meaningOf(fromElsewhere(413), { ...atFirst, unproven: false })).toBe('too large');
    expect(meaningOf(fromElsewhere(413), atFirst)).toBe('ends the run');
    expect(meaningOf(fromElsewhere(413), { ...underWay, unproven: true })).toBe('wait');
    expect(meaningOf(fromElsewhere(413), underWay)).toBe('too large');
  });

  it.each([429, 503])('%i means the same, whoever responds', (status) => {
    expect(meaningOf(fromElsewhere(status), atFirst)).toBe(meaningOf(fromBox(status), atFirst));
  });

  it('an error of an earlier version, which does not say who responded, is Box’s', () => {
    const earlier = fromBox(404);
    Reflect.deleteProperty(earlier, 'fromBox');
    expect(meaningOf(earlier, atFirst)).toBe('bad target');
  });

  it.each<NetworkErrorReason>(['not_found', 'refused', 'unreachable', 'connect_timeout', 'tls'])(
    '%s: nothing was sent, so the run waits unless no response has ever arrived',
    (reason) => {
      expect(meaningOf(network(reason), underWay)).toBe('wait');
      expect(meaningOf(network(reason), atFirst)).toBe('ends the run');
    },
  );

  it('no request that Box might have received: nothing was sent, also without a reason', () => {
    expect(meaningOf(network('lost'), underWay)).toBe('wait');
    expect(meaningOf(network('lost'), atFirst)).toBe('ends the run');
  });

  it.each<NetworkErrorReason>(['certificate', 'proxy'])('%s ends the run at any time', (reason) => {
    expect(meaningOf(network(reason), underWay)).toBe('ends the run');
    expect(meaningOf(network(reason), atFirst)).toBe('ends the run');
  });

  it.each([
    ['a lost connection', network('lost', 1)],
    [
      'a network error of an earlier version, without a reason',
      Object.assign(network('lost', 1), { reason: undefined }),
    ],
    ['no response in time', new TimeoutError('', { attempts: 1 })],
    ['a 202 that is not Box’s', new ResponseError('', { status: 202 })],
  ])('%s leaves the batch unknown', (_, error) => {
    expect(meaningOf(error, underWay)).toBe('unknown');
    expect(meaningOf(error, atFirst)).toBe('unknown');
  });

  it.each([
    ['no token', new AuthError('')],
    ['a redirect', new ResponseError('', { status: 302 })],
    ['a redirect in a browser', new ResponseError('', { status: 0 })],
    ['another 2xx', new ResponseError('', { status: 200 })],
  ])('%s ends the run', (_, error) => {
    expect(meaningOf(error, underWay)).toBe('ends the run');
  });

  it('no token in time ends the run, whatever was sent before', () => {
    expect(meaningOf(new TimeoutError('', { attempts: 2 }), { ...underWay, noToken: true })).toBe('ends the run');
  });

  it('a request that a manager does not send is a bad target', () => {
    expect(meaningOf(new InvalidRequestError(''), atFirst)).toBe('bad target');
  });
});
