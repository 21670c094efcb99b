import ts from 'typescript';
import { Rejection } from '../terminal/rejection.ts';

/** A field of an interface, with the text of its doc comment. */
export interface DocumentedField {
  name: string;
  type: string;
  optional: boolean;
  doc: string;
}

/** A class of errors: its name, its stable code and its doc comment. */
export interface ErrorClass {
  name: string;
  code: string;
  doc: string;
}

/** @throws {@link Rejection} when the source isn't TypeScript */
export function parseSource(source: string, path: string): ts.SourceFile {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [] };
  const host = { ...ts.createCompilerHost(options), getSourceFile: () => file };
  const [fault] = ts.createProgram([path], options, host).getSyntacticDiagnostics(file);
  if (fault === undefined) return file;
  const { line } = file.getLineAndCharacterOfPosition(fault.start);
  const reason = ts.flattenDiagnosticMessageText(fault.messageText, ' ');
  throw new Rejection(`${path}:${line + 1} can't be read as TypeScript: ${reason} Fix it first.`);
}

/** A node and all below it, without its tokens and comments. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** The fields of an interface. The doc comment of a named type of the same file is added to its field's. */
export function readInterface(source: string, path: string, name: string): DocumentedField[] {
  const file = parseSource(source, path);
  const aliases = [...nodesOf(file)].filter(ts.isTypeAliasDeclaration);
  return find(file, name, ts.isInterfaceDeclaration)
    .members.filter(ts.isPropertySignature)
    .map((field) => {
      const type = textOfType(field.type);
      const alias = aliases.find((candidate) => candidate.name.text === type);
      return {
        name: field.name.getText(),
        type,
        optional: field.questionToken !== undefined,
        doc: [docOf(field), alias === undefined ? '' : docOf(alias)].join(' ').trim(),
      };
    });
}

/** Without the `undefined` that every optional field accepts. */
function textOfType(type: ts.TypeNode | undefined): string {
  if (type === undefined) return 'unknown';
  if (!ts.isUnionTypeNode(type)) return type.getText();
  const parts = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const [only] = parts.length === 1 ? parts : [];
  if (only !== undefined && ts.isParenthesizedTypeNode(only)) return only.type.getText();
  return parts.map((part) => part.getText()).join(' | ');
}

/** The numbers of a constant array. */
export function readNumbers(source: string, path: string, name: string): number[] {
  const numbers = [...nodesOf(find(parseSource(source, path), name, ts.isVariableDeclaration))].filter(
    ts.isNumericLiteral,
  );
  if (numbers.length === 0) throw new Rejection(`${path}: ${name} is not a list of numbers. Write them out there.`);
  return numbers.map(({ text }) => Number(text));
}

/** For each type `WithOneOf<Body, 'a' | 'b'>`: its name, and the fields of which a caller has to pass at least one. */
export function readAlternatives(source: string, path: string): Record<string, string[]> {
  const aliases = [...nodesOf(parseSource(source, path))].filter(ts.isTypeAliasDeclaration).flatMap((alias) => {
    const [, lists] = namedWithOneOf(alias.type)?.typeArguments ?? [];
    return lists === undefined ? [] : [[alias.name.text, literalsOf(lists)] as const];
  });
  return Object.fromEntries(aliases);
}

/** The classes of errors that can be thrown, in the order of the source. */
export function readErrorClasses(source: string, path: string): ErrorClass[] {
  return [...nodesOf(parseSource(source, path))].filter(ts.isClassDeclaration).flatMap((error) => {
    const code = error.members
      .filter(ts.isPropertyDeclaration)
      .find(({ name, initializer }) => name.getText() === 'code' && initializer !== undefined)?.initializer;
    if (error.name === undefined || code === undefined) return [];
    return [{ name: error.name.text, code: literalsOf(code)[0] ?? '', doc: docOf(error) }];
  });
}

function find<Node extends ts.Declaration>(
  file: ts.SourceFile,
  name: string,
  is: (node: ts.Node) => node is Node,
): Node {
  const found = [...nodesOf(file)].filter(is).find((node) => ts.getNameOfDeclaration(node)?.getText() === name);
  if (found === undefined)
    throw new Rejection(`${file.fileName} has no ${name}. Put it back, or fix scripts/model/library.ts.`);
  return found;
}

function namedWithOneOf(type: ts.TypeNode): ts.TypeReferenceNode | undefined {
  return ts.isTypeReferenceNode(type) && type.typeName.getText() === 'WithOneOf' ? type : undefined;
}

function literalsOf(node: ts.Node): string[] {
  return [...nodesOf(node)].filter(ts.isStringLiteral).map(({ text }) => text);
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ')
    .replaceAll(/\{@link (\w+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
