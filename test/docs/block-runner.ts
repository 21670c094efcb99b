import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { testKey } from './sample-key.ts';
import { isProgram, nameOf, type Block } from './blocks.ts';

const TIME_LIMIT_MS = 60_000;
const VITEST = resolve('node_modules/vitest/vitest.mjs');

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

/** The files that the pages speak of; some pages show the output for files of their own. */
const FILES: Readonly<Record<string, string>> = {
  'people.txt': 'ada@example.com\ngrace@example.com\n11446498\n',
  'leavers.csv': 'user_login,reason\nada@example.com,left\ngrace@example.com,left\n',
  'people.csv': 'name,Private contact\nAda,ada@example.com\nGrace,grace@example.com\n',
  'bulk.csv': 'user-ids,user-logins\n11446498,ada@example.com\n',
  'groups.txt': '27335\n27336\n',
  'logins.txt': 'ada@example.com\ngrace@example.com\n',
  'export.csv': 'id,name\n1.14465E+10,Ada\n"11,446,498",Grace\n#N/A,Alan\n11446498,Joan\nNULL,Mary\n',
};
const OWN_FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/guide/command.md': { 'people.txt': 'ada@example.com\nunknown-1@example.com\ngrace@example.com\n' },
  'docs/guide/lists.md': {
    'leavers.csv': ['id,status,firstName,lastName,login,email']
      .concat(
        [...numbered(500), '1', '2'].map((id) => `00u${id},ACTIVE,P,${id},person-${id}@example.com,p${id}@example.org`),
      )
      .join('\n'),
  },
  'docs/guide/verify.md': { 'leavers.csv': 'user_login\nback-grace@example.com\nada@example.com\n' },
};

export interface Ended {
  status: number;
  output: string;
}

/** Runs the blocks of the pages against a sandbox, as their readers would. */
export class BlockRunner {
  readonly #origin: string;
  /** Where the programs and the command are. */
  #output = '';
  #bin = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Makes the programs and the command ready. */
  async prepare(blocks: readonly Block[]): Promise<void> {
    this.#output = await mkdtemp(join(tmpdir(), 'pages-'));
    const output = this.#output;
    await symlink(resolve('node_modules'), join(output, 'node_modules'));
    // The command asks its package for the version.
    await copyFile('package.json', join(output, 'package.json'));
    // Without it, Vitest would take the project's own configuration.
    await writeFile(join(output, 'vitest.config.mjs'), 'export default {};\n');
    const programs = blocks.filter(isProgram);
    await Promise.all(programs.map((block) => writeFile(join(output, `${fileOf(block)}.ts`), block.code)));
    await build({
      entryPoints: [
        ...programs.map((block) => join(output, `${fileOf(block)}.ts`)),
        { in: 'src/cli.ts', out: 'command' },
        { in: 'test/docs/to-sandbox.ts', out: 'to-sandbox' },
      ].map((entry) => (typeof entry === 'string' ? { in: entry, out: entry.slice(output.length + 1, -3) } : entry)),
      outdir: output,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      plugins: [ourPackage],
      logLevel: 'silent',
    });
    this.#bin = join(output, 'bin');
    await mkdir(this.#bin);
    await this.#script('box-session-termination', `exec "${process.execPath}" "${output}/command.mjs" "$@"`);
    await this.#script('npx', 'exec "$@"');
  }

  async remove(): Promise<void> {
    await rm(this.#output, { recursive: true, force: true });
  }

  /** A folder with the files that a page speaks of. */
  async folder(page = ''): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    const files = { ...FILES, ...OWN_FILES[page] };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await writeFile(join(folder, 'config.json'), JSON.stringify(await boxConfig()));
    return folder;
  }

  async runProgram(block: Block, folder: string): Promise<Ended> {
    const environment = {
      BOX_CLIENT_ID: 'client',
      BOX_CLIENT_SECRET: 'client-secret',
      BOX_ENTERPRISE_ID: '77',
      BOX_CONFIG_FILE: join(folder, 'config.json'),
    };
    const file = join(this.#output, `${fileOf(block)}.mjs`);
    const args = isVitest(block) ? [VITEST, 'run', '--root', this.#output, file] : [file];
    return this.#run(process.execPath, args, folder, environment);
  }

  /** Saves a program as its page says. */
  async save(block: Block, folder: string): Promise<void> {
    const { href } = pathToFileURL(join(this.#output, `${fileOf(block)}.mjs`));
    await writeFile(join(folder, 'sign-out.mjs'), `import '${href}';\n`);
  }

  /** Runs a block as a shell would, up to the first command that fails. */
  async runShell({ language, code }: Block, folder: string): Promise<Ended> {
    const typed = language === 'console' ? code.replaceAll(/^(?!\$ ).*\n?/gm, '').replaceAll(/^\$ /gm, '') : code;
    return this.#run('bash', ['--norc', '--noprofile', '-euo', 'pipefail', '-c', typed], folder, {});
  }

  async #script(name: string, command: string): Promise<void> {
    const path = join(this.#bin, name);
    await writeFile(path, `#!/bin/sh\n${command}\n`);
    await chmod(path, 0o755);
  }

  #run(file: string, args: string[], cwd: string, environment: Record<string, string>): Promise<Ended> {
    const env = {
      ...environment,
      PATH: `${this.#bin}:${process.env['PATH']}`,
      HOME: cwd,
      BOX_ACCESS_TOKEN: 'a-token',
      DOCS_SANDBOX: this.#origin,
      BOX_BASE_URL: `${this.#origin}/2.0`,
      NODE_OPTIONS: `--import=file://${this.#output}/to-sandbox.mjs`,
    };
    return new Promise((done) => {
      const child = execFile(file, args, { cwd, env, timeout: TIME_LIMIT_MS }, (error, stdout, stderr) => {
        done({ status: child.exitCode ?? (error === null ? 0 : -1), output: stdout + stderr });
      });
      child.stdin?.end();
    });
  }
}

const ourPackage: Plugin = {
  name: 'our package',
  setup(bundle) {
    bundle.onResolve({ filter: /^box-session-termination(?:\/\w+)?$/ }, ({ path }) => ({
      path: resolve(`src/${path.split('/')[1] ?? 'index'}.ts`),
    }));
  },
};

function fileOf(block: Block): string {
  return `${nameOf(block).replaceAll(/\W+/g, '-')}${isVitest(block) ? '.test' : ''}`;
}

function isVitest({ code }: Block): boolean {
  return code.includes("from 'vitest'");
}

async function boxConfig(): Promise<object> {
  const appAuth = { publicKeyID: 'key', privateKey: await testKey(), passphrase: '' };
  return { boxAppSettings: { clientID: 'client', clientSecret: 'client-secret', appAuth }, enterpriseID: '77' };
}
