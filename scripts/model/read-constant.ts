import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { Rejection } from '../terminal/rejection.ts';
import { nodesOf, parseSource } from './source.ts';

/**
 * The value of a constant that a source writes out: texts, numbers, lists and objects of them, and other such constants of
 * the same file or of one that it imports.
 *
 * @param readImport - reads an imported file by its path. Default: imports aren't followed
 * @throws {@link Rejection} when it is missing, or has to be computed
 */
export function readConstant(
  source: string,
  path: string,
  name: string,
  readImport?: (path: string) => string,
): unknown {
  const nodes = [...nodesOf(parseSource(source, path))];
  const constants = nodes.filter(ts.isVariableDeclaration);
  const imports = nodes.filter(ts.isImportDeclaration);

  const valueOf = (constant: string): unknown => {
    const initializer = constants.find((candidate) => candidate.name.getText() === constant)?.initializer;
    const imported = imports.find(({ importClause }) =>
      importClause?.namedBindings?.forEachChild((binding) => binding.getText() === constant),
    )?.moduleSpecifier;
    if (initializer === undefined && readImport !== undefined && imported !== undefined) {
      const file = join(dirname(path), imported.getText().slice(1, -1));
      return readConstant(readImport(file), file, constant, readImport);
    }
    if (initializer === undefined)
      throw new Rejection(`${path} has no ${constant}. Put it back, or fix scripts/docs/table-content.ts.`);
    return evaluate(initializer);
  };

  const evaluate = (node: ts.Expression): unknown => {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (ts.isIdentifier(node)) return valueOf(node.text);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return evaluate(node.expression);
    if (ts.isPropertyAccessExpression(node)) {
      const value = evaluate(node.expression);
      if (typeof value === 'object' && value !== null)
        return Object.entries(value).find(([key]) => key === node.name.text)?.[1];
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken) {
      return Number(evaluate(node.left)) / Number(evaluate(node.right));
    }
    if (ts.isArrayLiteralExpression(node)) return node.elements.map(evaluate);
    if (ts.isObjectLiteralExpression(node)) {
      return Object.fromEntries(
        node.properties
          .filter(ts.isPropertyAssignment)
          .map((property) => [nameOf(property), evaluate(property.initializer)]),
      );
    }
    throw new Rejection(
      `${path}: ${name} contains ${node.getText()}, which has to be computed. Write the value out there.`,
    );
  };

  return valueOf(name);
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}
