import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Budget } from '../openapi/budget.ts';
import { checkSpec } from '../openapi/check.ts';
import { canonical, isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { Rejection } from '../terminal/rejection.ts';
import { sha256, stripProse } from './prose.ts';

export const UPSTREAM_PATH = 'openapi/upstream.json';
export const SOURCE_PATH = 'openapi/source.json';

/** A hundred times what Box's two operations are. Some tools take four times as long for twice as much. */
const CUT_SIZE = { nodes: 40_000, characters: 400_000 };

/** Where a cut comes from. */
export interface Source {
  /** Of the whole spec, as Box has them. */
  title: string;
  version: string;
  /** Of the canonical form of the whole spec: its spelling changes nothing. */
  sha256: string;
  /** A fingerprint of each text that the cut leaves out, by its JSON pointer. */
  prose: Record<string, string>;
}

/** A cut without prose, and where it comes from. */
export interface Pin {
  upstream: JsonObject;
  source: Source;
}

/**
 * Turns a cut into what is pinned of it.
 *
 * @param whole - the spec that it was cut from
 * @throws {@link Rejection} for a cut that is too large for the tools that work on it
 */
export function pin(whole: JsonObject, cut: JsonObject): Pin {
  const { structure, prose } = stripProse(cut);
  checkSize(structure);
  const info = isObject(whole['info']) ? whole['info'] : {};
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  return {
    upstream: structure,
    source: {
      title: text(info['title']),
      version: text(info['version']),
      sha256: sha256(JSON.stringify(canonical(whole))),
      prose,
    },
  };
}

function checkSize(structure: JsonObject): void {
  const budget = new Budget('its cut', CUT_SIZE);
  const open: Json[] = [structure];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    budget.spend(typeof value === 'string' ? value.length : 0);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, item] of Object.entries(value)) {
      budget.spend(key.length);
      open.push(item);
    }
  }
}

/** The pinned cut; `undefined` if a file of it is missing or broken. */
export async function readPin(root: string): Promise<Pin | undefined> {
  const [upstream, source] = await Promise.all([UPSTREAM_PATH, SOURCE_PATH].map((path) => readObject(root, path)));
  if (upstream === undefined || source === undefined) return undefined;
  const { title, version, sha256: hash, prose } = source;
  if (!isString(title) || !isString(version) || !isString(hash) || !isObject(prose)) return undefined;
  const fingerprints = Object.entries(prose).filter((entry): entry is [string, string] => isString(entry[1]));
  return { upstream, source: { title, version, sha256: hash, prose: Object.fromEntries(fingerprints) } };
}

function isString(value: Json | undefined): value is string {
  return typeof value === 'string';
}

/** Whether a file of a pinned cut exists, even if it can't be used. */
export async function isPinBroken(root: string): Promise<boolean> {
  const reads = await Promise.allSettled([UPSTREAM_PATH, SOURCE_PATH].map((path) => readFile(join(root, path))));
  return reads.some(({ status }) => status === 'fulfilled');
}

/** @throws {@link Rejection} when there is no pinned cut, or none that can be used */
export function requirePin(pinned: Pin | undefined): Pin {
  if (pinned === undefined) {
    throw new Rejection(
      `${UPSTREAM_PATH} or ${SOURCE_PATH} is missing or broken. Take both from the last commit, or cut them anew with --spec.`,
    );
  }
  checkSpec(pinned.upstream, UPSTREAM_PATH);
  return pinned;
}

async function readObject(root: string, path: string): Promise<JsonObject | undefined> {
  try {
    const value = JSON.parse(await readFile(join(root, path), 'utf8')) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
