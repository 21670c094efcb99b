import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const execute = promisify(execFile);
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the build and the package are made from. */
const SOURCES = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'src', 'generated', 'scripts'];
const CONFIGURATIONS = ['tsconfig.json', 'tsconfig.build.json'];

/** One file of a tarball, as npm lists it. */
export interface PackedFile {
  path: string;
  size: number;
}

/** A tarball, and a project that is empty but for what it brought. */
export interface Package {
  tarball: string;
  files: PackedFile[];
  /** Of the tarball, in bytes. */
  size: number;
  /** Where it is installed. */
  project: string;
  remove(): Promise<void>;
}

/**
 * Packs the package as `npm publish` would and installs it in an empty project.
 *
 * It is built in a copy, so that nothing that uses `dist/` meanwhile sees it half built.
 */
export async function installPacked(): Promise<Package> {
  const folder = await mkdtemp(join(tmpdir(), 'box-session-termination-package-'));
  try {
    const copy = join(folder, 'copy');
    for (const path of [...SOURCES, ...CONFIGURATIONS])
      await cp(join(ROOT, path), join(copy, path), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
    const { stdout } = await npm(copy, 'pack', '--json', '--pack-destination', folder);
    // The output of the build comes first.
    const [{ filename, files, size }] = JSON.parse(stdout.slice(stdout.lastIndexOf('\n[') + 1)) as [
      { filename: string; files: PackedFile[]; size: number },
    ];
    const tarball = join(folder, filename);
    const project = join(folder, 'project');
    await mkdir(project);
    await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await npm(project, 'install', tarball, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts');
    return { tarball, files, size, project, remove: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function npm(cwd: string, ...args: string[]): Promise<{ stdout: string }> {
  return execute('npm', args, { cwd, maxBuffer: 16 * 1024 * 1024, shell: process.platform === 'win32' });
}
