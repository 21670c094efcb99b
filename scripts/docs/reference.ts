import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { withContents } from './contents.ts';
import { viewOfErrorClass, viewOfOperation, viewOfRule } from './view.ts';
import { RULES } from '../drift/rules.ts';
import type { Library } from '../model/library.ts';
import { cell, codeCell } from './markdown.ts';
import type { Operation } from '../model/operations.ts';
import { Rejection } from '../terminal/rejection.ts';

const MANAGER = 'session-termination-manager.md';
const DRIFT_RULES = 'drift-rules.md';

/** What the reference is made from. */
export interface ReferenceInput {
  operations: readonly Operation[];
  library: Pick<Library, 'callOptions' | 'errors'>;
  /** The project, whose `docs/templates` and `docs/examples` are read. */
  root: string;
}

/**
 * Renders the reference pages.
 *
 * @returns the content of each page by its path within the project
 * @throws {@link Rejection} when a template or an example is missing, or a contents link would lead nowhere
 */
export async function renderReference({ operations, library, root }: ReferenceInput): Promise<Record<string, string>> {
  const examples = await Promise.all(
    operations.map(async ({ facade }) => (facade === undefined ? undefined : readExample(root, facade.name))),
  );
  const pages = [
    renderPage(root, MANAGER, {
      operations: operations.map((operation, index) => viewOfOperation(operation, examples[index])),
      callOptions: library.callOptions.map(({ name, type, doc }) => ({
        name: codeCell(name),
        type: codeCell(type),
        meaning: cell(doc),
      })),
      errors: library.errors.filter(({ code }) => code !== 'api').map(viewOfErrorClass),
    }),
    renderPage(root, DRIFT_RULES, { rules: Object.values(RULES).map(viewOfRule) }),
  ];
  return Object.fromEntries(await Promise.all(pages));
}

async function renderPage(root: string, name: string, view: object): Promise<[path: string, content: string]> {
  const path = `docs/reference/${name}`;
  const template = await readTemplate(root, `docs/templates/${name}.hbs`);
  return [path, withContents(template(view), path)];
}

/** A template that gives one clear line instead of a stack trace when something is wrong in it. */
async function readTemplate(root: string, path: string): Promise<(view: object) => string> {
  const text = await readFile(join(root, path), 'utf8').catch(() => {
    throw new Rejection(`${path} can't be read. Put it back.`);
  });
  // Escaping for HTML would put entities into Markdown; the values are Markdown already. `strict` finds a misspelt name.
  const template = Handlebars.compile(text, { noEscape: true, strict: true });
  return (view) => {
    try {
      return template(view);
    } catch (error) {
      throw new Rejection(`${path} can't be rendered: ${(error as Error).message.split('\n')[0]}. Fix it.`);
    }
  };
}

/** The path of the example of a façade method: for `createX` it is `docs/examples/create-x.ts`. */
export function examplePath(method: string): string {
  return `docs/examples/${method.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}.ts`;
}

/** The example of a façade method: a whole program, which the tests run as it stands. */
async function readExample(root: string, method: string): Promise<string> {
  const path = examplePath(method);
  const program = await readFile(join(root, path), 'utf8').catch(() => '');
  if (program.trim() === '') throw new Rejection(`${path} is missing. Write a program there that calls ${method}.`);
  return program.replaceAll('\r\n', '\n');
}
