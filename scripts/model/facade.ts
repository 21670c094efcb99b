import ts from 'typescript';
import { Rejection } from '../terminal/rejection.ts';
import { nodesOf, parseSource } from './source.ts';

/** Where the façade's source is, within the project. */
export const FACADE_PATH = 'src/client/session-termination-manager.ts';

const CLASS = 'SessionTerminationManager';

/** A parameter of a façade method, as the source says. */
export interface Parameter {
  name: string;
  type: string;
  /** The text of its `@param`. */
  doc: string;
}

/** A public method of the façade, as its source says. */
export interface FacadeMethod {
  name: string;
  /** From its `@operationId` tag. */
  operationId: string;
  parameters: Parameter[];
  /** What the promise resolves to, such as `SessionTerminationMessage`. */
  returns: string;
}

/**
 * Reads the public methods of the façade from its source, in the order of the source.
 *
 * @throws {@link Rejection} when the source can't be read, a method names no operation, or two methods name the same one
 */
export function readFacade(source: string, path: string = FACADE_PATH): FacadeMethod[] {
  const facade = [...nodesOf(parseSource(source, path))]
    .filter(ts.isClassDeclaration)
    .find(({ name }) => name?.text === CLASS);
  if (facade === undefined)
    throw new Rejection(`${path} has no class ${CLASS}. Put it back, or fix scripts/model/facade.ts.`);
  const methods = facade.members
    .filter(ts.isMethodDeclaration)
    .filter(isPublic)
    .map((method) => readMethod(method, path));
  for (const [index, { name, operationId }] of methods.entries()) {
    const first = methods.findIndex((other) => other.operationId === operationId);
    if (first === index) continue;
    throw new Rejection(`${path}: ${methods[first]?.name} and ${name} both name ${operationId}. Fix one @operationId.`);
  }
  return methods;
}

function isPublic(method: ts.MethodDeclaration): boolean {
  const hidden = ts.ModifierFlags.NonPublicAccessibilityModifier | ts.ModifierFlags.Static;
  return !ts.isPrivateIdentifier(method.name) && (ts.getCombinedModifierFlags(method) & hidden) === 0;
}

function readMethod(method: ts.MethodDeclaration, path: string): FacadeMethod {
  const name = method.name.getText();
  const tags = ts.getJSDocTags(method).filter(({ tagName }) => tagName.text === 'operationId');
  const operationId = textOf(tags[0]?.comment);
  if (tags.length !== 1 || !/^\S+$/.test(operationId)) {
    throw new Rejection(`${path}: ${name} has to name its operation in its doc comment, with one @operationId.`);
  }
  const returns = /^Promise<(.+)>$/s.exec(method.type?.getText() ?? '')?.[1];
  if (returns === undefined) throw new Rejection(`${path}: ${name} has to declare its return type as Promise<…>.`);
  return { name, operationId, parameters: method.parameters.map(readParameter), returns };
}

function readParameter(parameter: ts.ParameterDeclaration): Parameter {
  return {
    name: parameter.name.getText(),
    type: parameter.type?.getText() ?? 'unknown',
    doc: textOf(ts.getJSDocParameterTags(parameter)[0]?.comment).replace(/^- /, ''),
  };
}

function textOf(comment: ts.JSDocTag['comment']): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replaceAll(/\s+/g, ' ').trim();
}
