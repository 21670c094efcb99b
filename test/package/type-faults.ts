import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type ts from 'typescript';
import { ROOT } from './packed.ts';

const STRICT = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

/** By `moduleResolution`: what a project that resolves modules so has besides. */
const RESOLUTIONS = {
  nodenext: { module: 'nodenext', lib: ['ES2022'], types: ['node'] },
  bundler: { module: 'esnext', lib: ['ES2022', 'DOM'], types: [] },
  // Ignores `exports`.
  node: { module: 'commonjs', lib: ['ES2022', 'DOM'], types: [] },
};

export type ModuleResolution = keyof typeof RESOLUTIONS;

/**
 * What a compiler finds wrong with a program of an empty project, and with the declarations of the packages that are installed
 * there. The declarations of Node and of the language aren't checked again and again.
 *
 * @param compiler - the name of its package
 */
export async function typeFaults(
  compiler: string,
  moduleResolution: ModuleResolution,
  project: string,
  file: string,
): Promise<string[]> {
  const settings = { ...STRICT, ...RESOLUTIONS[moduleResolution], moduleResolution };
  // It has no interface for programs.
  if (compiler === 'typescript-7') return faultsByCommand(compiler, settings, project, file);
  const { default: api } = (await import(compiler)) as { default: typeof ts };
  const { options, errors } = api.convertCompilerOptionsFromJson(settings, project);
  const program = api.createProgram([join(project, file)], options);
  const checked = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(project));
  const faults = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]),
  ];
  return faults.map(
    ({ file: at, messageText }) => `${at?.fileName}: ${api.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}

async function faultsByCommand(compiler: string, settings: object, project: string, file: string): Promise<string[]> {
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, files: [file] }));
  const args = [join(ROOT, 'node_modules', compiler, 'bin/tsc'), '--pretty', 'false'];
  const output = await new Promise<string>((done) =>
    execFile(process.execPath, args, { cwd: project }, (_, stdout, stderr) => done(stdout + stderr)),
  );
  return output.split('\n').filter(Boolean);
}
