import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const HOST = 'container';
const FLAGS = ['--pid', '--fork', '--kill-child', '--mount-proc', '--uts', '--mount'];
/** As root, and otherwise as root of a user namespace. */
const WAYS = [
  ['unshare', ...FLAGS],
  ['unshare', '--user', '--map-root-user', ...FLAGS],
];
const way = WAYS.find(([program = '', ...flags]) => spawnSync(program, [...flags, 'true']).status === 0);

/** Why nothing can be run in namespaces of its own here; `undefined` when it can. Continuous integration must be able to. */
export function noNamespaces(): string | undefined {
  if (way !== undefined) return undefined;
  if (process.env['CI'] !== undefined)
    throw new Error('The tests need `unshare` of util-linux, and the right to use it.');
  return '`unshare` of util-linux is not installed, or not allowed';
}

/**
 * What starts a program the way a container does: it has PID 1, and the same host name as every other one.
 *
 * @param prepare - shell commands that run inside first
 */
export function throughNamespace(prepare = 'true'): readonly string[] {
  return [...(way ?? []), 'sh', '-c', `hostname ${HOST} && ${prepare} && exec "$@"`, 'sh'];
}

/** The PID, out here, of what runs in a namespace that `unshare` made. */
export function pidInside(unshare: number | undefined): number {
  const children = readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim();
  return Number(children.split(' ')[0]);
}
