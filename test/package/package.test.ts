import { build } from 'esbuild';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { CONSUMER } from './consumer.ts';
import { execute, installPacked, ROOT, type Package } from './packed.ts';
import { typeFaults, type ModuleResolution } from './type-faults.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

const MAX_TARBALL_BYTES = 110_000;
const MAX_UNPACKED_BYTES = 420_000;
/** Far more than a compiler or a tool takes on a busy machine. */
const SLOW = 300_000;

let packed: Package;

beforeAll(async () => {
  packed = await installPacked();
}, SLOW);

afterAll(() => packed?.remove());

/** What a program of the empty project prints. */
async function output(...args: string[]): Promise<string> {
  const { stdout, stderr } = await execute(process.execPath, args, { cwd: packed.project });
  expect(stderr).toBe('');
  return stdout.trim();
}

function tool(name: string, ...args: string[]): Promise<{ stdout: string }> {
  return execute(process.execPath, [join(ROOT, 'node_modules', name), ...args], { cwd: packed.project });
}

describe('the content', () => {
  test('is code, its types, and what a reader of the package looks for', () => {
    const others = packed.files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^dist\/(?:src\/(?:shared\/)?[\w-]+\.js|src\/(?:\w+\/)?[\w-]+\.d\.ts|generated\/schema\.d\.ts)$/.test(path),
      );
    expect(others.toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  test('has no types that no export shows', () => {
    const types = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'));
    expect(types).toContain('dist/src/client/session-termination-manager.d.ts');
    expect(types).not.toContain('dist/src/client/call.d.ts');
    expect(types.filter((path) => /^dist\/src\/cli[./]/.test(path))).toEqual([]);
  });

  test('is small', () => {
    expect(packed.size).toBeLessThan(MAX_TARBALL_BYTES);
    expect(packed.files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MAX_UNPACKED_BYTES);
  });

  test('names no path of the machine that packed it', async () => {
    for (const { path } of packed.files) {
      const text = await readFile(join(packed.project, 'node_modules', manifest.name, path), 'utf8');
      expect(text, path).not.toContain(ROOT);
    }
  });
});

describe('loading', () => {
  const names = {
    '.': [
      'ApiError',
      'AuthError',
      'InvalidRequestError',
      'NetworkError',
      'ResponseError',
      'SessionTerminationError',
      'SessionTerminationManager',
      'TimeoutError',
    ],
    './auth': ['clientCredentials', 'jwt'],
    './bulk': ['terminateSessions'],
  };

  test('covers every export', () => {
    expect([...Object.keys(names), './package.json']).toEqual(Object.keys(manifest.exports));
  });

  test.each(Object.entries(names))('`import` of %s gives its names', async (path, expected) => {
    const program = `import * as names from '${manifest.name}${path.slice(1)}'; console.log(JSON.stringify(Object.keys(names)))`;
    expect(JSON.parse(await output('--input-type=module', '--eval', program))).toEqual(expected);
  });

  test.each(Object.entries(names))('`require` of %s gives its names', async (path, expected) => {
    const program = `console.log(JSON.stringify(Object.keys(require('${manifest.name}${path.slice(1)}'))))`;
    expect(JSON.parse(await output('--input-type=commonjs', '--eval', program))).toEqual(expected);
  });

  test.each(Object.keys(names))('%s loads nothing of the command, so it bundles for a browser', async (path) => {
    const { metafile } = await build({
      stdin: { contents: `import '${manifest.name}${path.slice(1)}';`, resolveDir: packed.project },
      bundle: true,
      write: false,
      metafile: true,
      platform: 'browser',
      // Loaded for an encrypted key only, and only where it exists.
      external: ['node:crypto'],
      ignoreAnnotations: true,
      logLevel: 'silent',
    });
    expect(Object.keys(metafile.inputs).filter((input) => /commander|shared\/(?:start|sign-out)/.test(input))).toEqual(
      [],
    );
  });

  test('the manifest can be read', async () => {
    const program = `console.log(require('${manifest.name}/package.json').version)`;
    expect(await output('--input-type=commonjs', '--eval', program)).toBe(manifest.version);
  });

  test('nothing else of the package can be imported', async () => {
    await expect(
      output('--input-type=module', '--eval', `import '${manifest.name}/dist/src/client/call.js'`),
    ).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe('two copies of the package', () => {
  /** The manager of one copy, the bulk run of the other: 404 for each request with user 2, 401 for each with user 3. */
  const program = `
    import { createServer } from 'node:http';
    import { SessionTerminationManager } from '${manifest.name}';
    import { ApiError } from 'second-copy';
    import { terminateSessions } from 'second-copy/bulk';
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk)).on('end', () => {
        const status = body.includes('"3"') ? 401 : body.includes('"2"') ? 404 : 202;
        response.writeHead(status).end(status === 202 ? '{}' : '{"type":"error","code":"some_code"}');
      });
    });
    server.listen(0, '127.0.0.1', async () => {
      const sessions = new SessionTerminationManager({ auth: 'a', baseUrl: 'http://127.0.0.1:' + server.address().port });
      const users = (...ids) => ids.map((user_id) => ({ user_id }));
      const seen = [];
      for await (const { target, status } of terminateSessions(sessions, users('1', '2'))) seen.push(target.user_id + ' ' + status);
      await terminateSessions(sessions, users('3')).next().catch((error) => seen.push(error.status, error instanceof ApiError));
      console.log(JSON.stringify(seen));
      server.close();
    });
  `;

  test('know the errors of each other', async () => {
    const modules = join(packed.project, 'node_modules');
    await cp(join(modules, manifest.name), join(modules, 'second-copy'), { recursive: true });
    const seen: unknown = JSON.parse(await output('--input-type=module', '--eval', program));
    expect(seen).toEqual(['1 accepted', '2 rejected', 401, false]);
  });
});

describe('the command', () => {
  test('is installed and shows how it is used', async () => {
    const command = join(packed.project, 'node_modules', '.bin', manifest.name);
    const { stdout } = await execute(command, ['--help'], { cwd: packed.project, shell: process.platform === 'win32' });
    expect(stdout).toContain(`Usage: ${manifest.name}`);
  });

  test('can be executed', async () => {
    const { mode } = await stat(
      join(packed.project, 'node_modules', manifest.name, manifest.bin['box-session-termination']),
    );
    expect(mode & 0o111).toBe(0o111);
  });
});

test('runs the program of the README', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const program = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const sandbox = await startSandbox();
  try {
    await writeFile(join(packed.project, 'sign-out.mjs'), program);
    const env = { ...process.env, BOX_ACCESS_TOKEN: 'token', BOX_BASE_URL: sandbox.baseUrl };
    const { stdout } = await execute('node', ['sign-out.mjs', 'ada@example.com'], { cwd: packed.project, env });
    expect(stdout).toBe('Box accepted the job.\n');
    expect(sandbox.accepted[0]?.body).toMatchObject({ user_logins: ['ada@example.com'] });
  } finally {
    await sandbox.close();
  }
});

describe('the types', () => {
  /** Compilers by their packages: each kind of syntax, and each way to resolve modules by the oldest and the newest that have it. */
  const compilers: Record<string, ModuleResolution[]> = {
    'typescript-4.7': ['nodenext', 'node'],
    'typescript-5.0': ['nodenext', 'bundler'],
    'typescript-5.4': ['nodenext'],
    typescript: ['nodenext', 'bundler', 'node'],
    'typescript-7': ['nodenext', 'bundler'],
  };
  const cases = Object.entries(compilers).flatMap(([compiler, names]) =>
    names.map((name) => [compiler, name] as const),
  );

  beforeAll(() => writeFile(join(packed.project, 'consumer.ts'), CONSUMER));

  test('work with the oldest compiler that the README names', async () => {
    const oldest = Object.keys(compilers)[0]?.split('-')[1];
    expect(await readFile(join(ROOT, 'README.md'), 'utf8')).toContain(`TypeScript ${oldest} or newer`);
  });

  test.each(cases)('are strict for %s with module resolution %s', { timeout: SLOW }, async (compiler, resolution) => {
    expect(await typeFaults(compiler, resolution, packed.project, 'consumer.ts')).toEqual([]);
  });

  test.each(['typescript', 'typescript-7'])(
    'are checked by %s, as a fault in one shows',
    { timeout: SLOW },
    async (compiler) => {
      await writeFile(join(packed.project, 'fault.d.ts'), 'export declare const fault: Missing;\n');
      const faults = await typeFaults(compiler, 'bundler', packed.project, 'fault.d.ts');
      expect(faults).toEqual([expect.stringMatching(/fault\.d\.ts.*Cannot find name 'Missing'/)]);
    },
  );
});

describe('the tools that judge packages', () => {
  test('publint has nothing to say', async () => {
    const { stdout } = await tool('publint/src/cli.js', 'run', packed.tarball, '--strict');
    expect(stdout).toContain('All good!');
  });

  test(
    'the types resolve as the code does',
    async () => {
      const judge = tool('@arethetypeswrong/cli/dist/index.js', packed.tarball, '--profile', 'esm-only', '--no-emoji');
      await expect(judge).resolves.toBeDefined();
    },
    SLOW,
  );
});
