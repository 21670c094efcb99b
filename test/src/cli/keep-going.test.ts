import { expect, it } from 'vitest';
import { useCommand } from '../../support/command/command.ts';
import { answer, startServer } from '../../support/server.ts';

const command = useCommand();

it.each<[string, string[], number]>([
  ['ends after 20 targets that Box rejected', [], 20],
  ['goes through the whole list with --keep-going', ['--keep-going'], 30],
])('a run %s', async (_, more, rejected) => {
  const rejects = answer(404, { type: 'error', status: 404, code: 'not_found' });
  const user = answer(200, { id: '1', role: 'admin' });
  const { baseUrl } = await startServer((response, index, received) =>
    (received.method === 'GET' ? user : rejects)(response, index, received),
  );
  const stdin = Array.from({ length: 30 }, (__, index) => `${index + 1}\n`).join('');
  const args = [
    'users',
    '--file',
    '-',
    '--yes',
    '--json',
    '--batch-size',
    '1',
    '--concurrency',
    '1',
    '--rate',
    '60000',
  ];
  const run = await command.run([...args, ...more, '--base-url', baseUrl], {
    environment: { BOX_ACCESS_TOKEN: 't' },
    stdin,
  });
  expect(run.status).toBe(1);
  const lines = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; status?: string });
  expect(lines.filter(({ type, status }) => type === 'outcome' && status === 'rejected')).toHaveLength(rejected);
});
