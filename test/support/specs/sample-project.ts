import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { generate } from '../../../scripts/generate.ts';
import type { Json } from '../../../scripts/openapi/json.ts';
import type { Lint } from '../../../scripts/openapi/lint.ts';
import type { Options } from '../../../scripts/terminal/options.ts';
import { sampleSpec } from './sample-spec.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const PARTS = [
  '.prettierrc.json',
  '.editorconfig',
  'package.json',
  'tsconfig.json',
  'openapi',
  'generated',
  'src',
  'docs/examples',
  'docs/guide',
  'docs/reference',
  'docs/templates',
];

/** How a run ended, and all that it said. */
export interface Run {
  status: number;
  out: string;
  warnings: string;
}

/** A copy of the project that a test can generate, change and break. */
export class SampleProject {
  private constructor(readonly root: string) {}

  /** @param from - the project to copy; default: this one */
  static async copy(from: string = PROJECT): Promise<SampleProject> {
    const root = await mkdtemp(join(tmpdir(), 'generate-test-'));
    await Promise.all(PARTS.map((part) => cp(join(from, part), join(root, part), { recursive: true })));
    await symlink(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
    return new SampleProject(root);
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }

  /**
   * Rejects with the reason when the run does.
   *
   * @param lint - none, unless the test is about the linter, which takes most of the time
   */
  async generate(options: Partial<Options> = {}, lint: Lint = async () => {}): Promise<Run> {
    const [out, warnings]: [string[], string[]] = [[], []];
    const status = await generate(
      this.root,
      { spec: undefined, check: false, report: undefined, ...options },
      { out: (line) => out.push(line), warn: (line) => warnings.push(line) },
      lint,
    );
    return { status, out: out.join('\n'), warnings: warnings.join('\n') };
  }

  /** Writes a spec beside the project's own files, and returns its path. */
  async describe(spec: Json | string, name = 'spec.json'): Promise<string> {
    const path = join(this.root, name);
    await writeFile(path, typeof spec === 'string' ? spec : JSON.stringify(spec));
    return path;
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }

  /** Everything that the generator writes or might leave behind, by path. */
  async tree(): Promise<Record<string, string>> {
    const folders = ['openapi', 'generated', 'docs/reference', 'docs/guide'].map((folder) => join(this.root, folder));
    const entries = await Promise.all(folders.map((path) => readdir(path, { recursive: true, withFileTypes: true })));
    const files = entries.flat().map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(this.root, path), entry.isFile() ? await readFile(path, 'utf8') : 'a folder'] as const;
    });
    return Object.fromEntries((await Promise.all(files)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/**
 * For the file that calls it: a project that was generated from the sample.
 *
 * @returns a copy of it, for one test
 */
export function useSampleProject(): () => Promise<SampleProject> {
  // Generating takes long on a busy machine.
  vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
  let base: SampleProject;
  beforeAll(async () => {
    base = await SampleProject.copy();
    const { status, warnings } = await base.generate({ spec: await base.describe(sampleSpec()) });
    expect(warnings).toBe('');
    // The sample isn't Box's spec, so the pinned cut of the project differs from it.
    expect([0, 3]).toContain(status);
  });
  afterAll(() => base.remove());
  return async () => {
    const copy = await SampleProject.copy(base.root);
    onTestFinished(() => copy.remove());
    return copy;
  };
}
