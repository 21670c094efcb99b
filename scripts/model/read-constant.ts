import ts from 'typescript';
import { Rejection } from '../terminal/rejection.ts';
import { nodesOf, parseSource } from './source.ts';

/**
 * The value of a constant that a source writes out: texts, numbers, lists and objects of them, and other such constants of
 * the same file.
 *
 * @throws {@link Rejection} when it is missing, or has to be computed
 */
export function readConstant(source: string, path: string, name: string): unknown {
  const constants = [...nodesOf(parseSource(source, path))].filter(ts.isVariableDeclaration);

  const valueOf = (constant: string): unknown => {
    const initializer = constants.find((candidate) => candidate.name.getText() === constant)?.initializer;
    if (initializer === undefined)
      throw new Rejection(`${path} has no ${constant}. Put it back, or fix scripts/docs/table-content.ts.`);
    return evaluate(initializer);
  };

  const evaluate = (node: ts.Expression): unknown => {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isIdentifier(node)) return valueOf(node.text);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return evaluate(node.expression);
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
