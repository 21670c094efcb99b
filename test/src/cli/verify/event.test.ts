import { describe, expect, it } from 'vitest';
import { readEventPage } from '../../../../src/cli/verify/event.ts';

const EVENT = {
  event_id: 'e1',
  event_type: 'LOGIN',
  created_at: '2026-03-01T10:00:00-08:00',
  created_by: { type: 'user', id: '1', login: 'ada@example.com' },
};

function pageWith(...entries: unknown[]): string {
  return JSON.stringify({ chunk_size: entries.length, next_stream_position: '7', entries });
}

/** The page with its events in a list. */
function read(text: string) {
  const page = readEventPage(text);
  return page && { ...page, events: [...page.events] };
}

describe('a page of events', () => {
  it('is read with its position and the user of each event', () => {
    expect(read(pageWith(EVENT))).toEqual({
      events: [
        {
          id: 'e1',
          type: 'LOGIN',
          at: Date.parse('2026-03-01T18:00:00Z'),
          user: { id: '1', login: 'ada@example.com' },
        },
      ],
      isEmpty: false,
      next: '7',
    });
  });

  it.each([
    ['is missing', undefined],
    ['is null', null],
    ['is empty', {}],
    ['has an ID of another type', { id: 1 }],
  ])('names the user of source when created_by %s', (_, createdBy) => {
    const source = { type: 'user', id: '2', login: 'grace@example.com' };
    const [event] = read(pageWith({ ...EVENT, created_by: createdBy, source }))?.events ?? [];
    expect(event?.user).toEqual({ id: '2', login: 'grace@example.com' });
  });

  it.each([
    null,
    1,
    'event',
    [],
    {},
    { ...EVENT, event_type: undefined },
    { ...EVENT, event_type: 5 },
    { ...EVENT, event_type: 'LOGIN\u001b[31m\nX' },
    { ...EVENT, event_type: 'A'.repeat(200) },
    { ...EVENT, created_at: 'yesterday' },
    { ...EVENT, created_at: null },
    { ...EVENT, created_by: undefined },
    { ...EVENT, created_by: [], source: { name: 'a file' } },
  ])('skips an entry that can not be read, which is no end of the pages: %j', (entry) => {
    expect(read(pageWith(entry, EVENT))?.events).toMatchObject([{ id: 'e1' }]);
    expect(read(pageWith(entry))).toMatchObject({ isEmpty: false, events: [] });
    expect(read(pageWith())).toMatchObject({ isEmpty: true, events: [] });
  });

  it('tells events without an ID apart by their parts', () => {
    const other = { ...EVENT, event_id: null, created_at: '2026-03-01T10:00:01-08:00' };
    const { events } = read(pageWith({ ...EVENT, event_id: undefined }, other, other)) ?? { events: [] };
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    ['"1152922976252290886"', '1152922976252290886'],
    ['1152922976252290886', '1152922976252290886'],
    ['12', '12'],
    [' -1 ', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['""', undefined],
    ['null', undefined],
    ['{}', undefined],
  ])('keeps the position %s exactly', (written, next) => {
    expect(readEventPage(`{"entries":[],"next_stream_position":${written}}`)?.next).toBe(next);
  });

  it.each([
    '',
    '<html></html>',
    'null',
    '[]',
    '{}',
    '{"entries":{}}',
    '{"entries":[',
    '{"entries":[]}x',
    '{"entries":[],x}',
  ])('is not %j', (text) => {
    expect(readEventPage(text)).toBeUndefined();
  });
});
