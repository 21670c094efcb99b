import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonpath } from 'json-p3';
import { checkTree } from '../openapi/check.ts';
import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { parseYaml } from '../openapi/yaml.ts';
import { Rejection } from '../terminal/rejection.ts';

export const OVERLAY_PATH = 'openapi/overlay.yaml';

/** One action of the overlay (OpenAPI Overlay 1.0.0, Action Object). */
export interface Action {
  /** A JSONPath (RFC 9535). */
  target: string;
  /** The reason for it. */
  description: string;
  update?: Json;
  remove?: boolean;
}

/** What a target matches. */
export interface Match {
  value: Json;
  /** JSON pointer. */
  pointer: string;
  /** The keys and indexes that lead to it. */
  path: readonly (string | number)[];
}

/** An overlay, checked as far as possible without a document. */
export interface Overlay {
  /** The whole file. */
  overlay: JsonObject;
  actions: Action[];
}

/** @throws {@link Rejection} when it can't be read, or isn't an overlay */
export async function readOverlay(root: string): Promise<Overlay> {
  const text = await readFile(join(root, OVERLAY_PATH), 'utf8').catch(() => {
    throw new Rejection(`${OVERLAY_PATH} can't be read. Take it from the last commit.`);
  });
  return parseOverlay(text);
}

/**
 * Checks an overlay as far as possible without a document.
 *
 * @param text - YAML
 * @throws {@link Rejection} which names the action
 */
export function parseOverlay(text: string): Overlay {
  const overlay = parse(text);
  const actions = isObject(overlay) ? overlay['actions'] : undefined;
  if (!isObject(overlay) || !Array.isArray(actions)) {
    throw new Rejection(`${OVERLAY_PATH} has no list of actions. Fix it, or take it from the last commit.`);
  }
  checkTree(overlay, OVERLAY_PATH);
  return { overlay, actions: actions.map(readAction) };
}

/** Everything that a target matches in a document. */
export function select({ target }: Action, document: JsonObject): Match[] {
  try {
    const nodes = [...jsonpath.query(target, document)];
    return nodes.map((node) => ({
      value: node.value as Json,
      pointer: node.toPointer().toString(),
      path: node.location,
    }));
  } catch {
    throw new Rejection(`${OVERLAY_PATH}: the target ${target} can't be looked up. Name the place step by step.`);
  }
}

function parse(text: string): Json {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new Rejection(`${OVERLAY_PATH} is broken YAML: ${(error as Error).message.split('\n')[0]} Fix it.`);
  }
}

function readAction(action: Json, index: number): Action {
  const { target, description, update, remove } = isObject(action) ? action : {};
  const name = `${OVERLAY_PATH}: action ${index + 1}`;
  if (typeof target !== 'string') throw new Rejection(`${name} has no target. Set it to a JSONPath.`);
  try {
    jsonpath.compile(target);
  } catch {
    throw new Rejection(`${name} has a target that isn't a JSONPath (RFC 9535): ${target}. Fix it.`);
  }
  if (typeof description !== 'string' || description === '') {
    throw new Rejection(`${name} (${target}) has no reason. Write it into its description.`);
  }
  if (remove === true) return { target, description, remove };
  if (update === undefined)
    throw new Rejection(`${name} (${target}) has neither an update nor remove: true. Add one of them.`);
  return { target, description, update };
}
