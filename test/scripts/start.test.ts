import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { useProjectCopy } from '../support/project-copy.ts';

const copy = useProjectCopy();

it('npm start generates, builds, runs every example against the sandbox, and leaves the tree as it was', async () => {
  const { stdout } = await promisify(execFile)('npm', ['start'], { cwd: copy.path });
  expect(stdout).toContain('0 files written');
  expect(stdout).toMatch(/^sent +POST \/2\.0\/users\/terminate_sessions .*"11446498".*"ada@example\.com"/m);
  expect(stdout).toMatch(/^sent +POST \/2\.0\/groups\/terminate_sessions .*"27335"/m);
  const examples = (await readdir(copy.file('docs/examples'))).filter((name) => name.endsWith('.ts'));
  expect(stdout.match(/^response +Box accepted/gm)).toHaveLength(examples.length);
  // node_modules is a link here, which git takes for a file.
  const status = await copy.git('status', '--porcelain', '--', ':!node_modules');
  expect(status.split('\n').filter((line) => line !== '' && !line.startsWith('A  '))).toEqual([]);
}, 600_000);
