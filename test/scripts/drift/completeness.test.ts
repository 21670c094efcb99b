import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { compareDescriptions } from '../../../scripts/drift/compare.ts';
import { isObject, pointerStep, type Json, type JsonObject } from '../../../scripts/openapi/json.ts';
import { SAMPLE } from '../../support/specs/drift-sample.ts';

interface Node {
  pointer: string;
  value: Json;
  parent: Json[] | JsonObject;
  key: string;
}

const NAMES = ['x-new', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'a/b~c', ' ', 'null', 'not', 'if'];
/** An unknown part there, which nothing refers to, has no meaning. */
const UNREAD = /^\/(?:paths|components|components\/(?:parameters|responses|schemas))$/;
/** The project shows nothing of it. */
const UNUSED = /^\/(?:info|externalDocs)(?:\/|$)/;

function nodesOf(root: Json, pointer = ''): Node[] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]) => {
    const place = `${pointer}/${pointerStep(key)}`;
    if (UNUSED.test(place)) return [];
    return [{ pointer: place, value, parent: root, key }, ...nodesOf(value, place)];
  });
}

function set(parent: Json[] | JsonObject, key: string, value: Json): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ parent, key }: Node): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

/** Something else of the same kind. */
function other(value: Json): Json {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? [...value, 'x'] : { other: value };
}

/** Listed values say of themselves which type they have. */
function isImplied({ parent, key }: Node): boolean {
  return key === 'type' && Object.hasOwn(parent, 'enum');
}

type Mutation = ['remove' | 'replace' | 'add', pick: number, name: string, value: Json];

/** The sample with one change of what it says. */
function mutated([kind, pick, name, value]: Mutation): { document: JsonObject; what: string } {
  const document = structuredClone(SAMPLE);
  const nodes = nodesOf(document).filter((node) => {
    if (kind !== 'add') return kind === 'replace' || !isImplied(node);
    return isObject(node.value) && !UNREAD.test(node.pointer) && !Object.hasOwn(node.value, name);
  });
  const node = nodes[pick % nodes.length] as Node;
  if (kind === 'remove') remove(node);
  else if (kind === 'replace') set(node.parent, node.key, other(node.value));
  else set(node.value as JsonObject, name, value);
  return { document, what: `${kind} ${node.pointer} ${kind === 'add' ? name : ''}` };
}

/** Ways to write the same in another way, each for one node. They return whether they could. */
const SPELLINGS: Record<string, (node: Node, document: JsonObject) => boolean> = {
  'other order of keys': ({ value }) => {
    if (!isObject(value)) return false;
    const entries = Object.entries(value).toReversed();
    for (const [key] of entries) Reflect.deleteProperty(value, key);
    for (const [key, item] of entries) set(value, key, item);
    return true;
  },
  'other order of a list': ({ key, value }) => {
    if (!Array.isArray(value) || !/^(?:required|enum|type|oneOf|anyOf|security|tags|parameters|allOf)$/.test(key))
      return false;
    value.reverse();
    return true;
  },
  // A discriminator tells variants by their components.
  'component inlined': ({ parent, key, value, pointer }, document) => {
    if (
      /\/oneOf\/\d+$/.test(pointer) ||
      !isObject(value) ||
      typeof value['$ref'] !== 'string' ||
      Object.keys(value).length > 1
    )
      return false;
    set(parent, key, structuredClone(targetOf(value['$ref'].slice(1), document) as Json));
    return true;
  },
  'component renamed': ({ pointer, key, value, parent }, document) => {
    if (!/^\/components\/schemas\/[^/]+$/.test(pointer) || Array.isArray(parent)) return false;
    Reflect.deleteProperty(parent, key);
    set(parent, `${key}/2`, value);
    for (const { parent: holder, key: name, value: reference } of nodesOf(document)) {
      if (reference === `#${pointer}`) set(holder, name, `#${pointer}~12`);
      if (reference === key && /^group$/.test(name)) set(holder, name, `#${pointer}~12`);
    }
    return true;
  },
  'nullable as a type': (node) => {
    if (!isSchema(node)) return false;
    const { value } = node;
    if (value['nullable'] !== true || typeof value['type'] !== 'string') return false;
    Reflect.deleteProperty(value, 'nullable');
    value['type'] = ['null', value['type']];
    return true;
  },
  'nullable as a variant': (node) => {
    if (!isSchema(node) || node.value['nullable'] !== true) return false;
    Reflect.deleteProperty(node.value, 'nullable');
    set(node.parent, node.key, { anyOf: [{ type: 'null' }, node.value] });
    return true;
  },
  'type as a list': (node) => {
    if (!isSchema(node) || typeof node.value['type'] !== 'string') return false;
    node.value['type'] = [node.value['type']];
    return true;
  },
  'wrapped in allOf': (node) => isSchema(node) && (set(node.parent, node.key, { allOf: [node.value] }), true),
  'wrapped in oneOf': (node) => isSchema(node) && (set(node.parent, node.key, { oneOf: [node.value] }), true),
  'additionalProperties said': (node) => {
    if (!isSchema(node) || node.value['type'] !== 'object' || Object.hasOwn(node.value, 'additionalProperties'))
      return false;
    node.value['additionalProperties'] = {};
    return true;
  },
  'flags said': (node) => {
    if (!isSchema(node) || typeof node.value['type'] !== 'string') return false;
    Object.assign(node.value, { uniqueItems: false, readOnly: false, minLength: 0, required: [], ...node.value });
    return true;
  },
  'enum as const': (node) => {
    if (!isSchema(node) || !Array.isArray(node.value['enum']) || node.value['enum'].length !== 1) return false;
    node.value['const'] = node.value['enum'][0] as Json;
    Reflect.deleteProperty(node.value, 'enum');
    return true;
  },
  'exclusive bound as a number': (node) => {
    if (!isSchema(node) || node.value['exclusiveMaximum'] !== true) return false;
    node.value['exclusiveMaximum'] = node.value['maximum'] as Json;
    Reflect.deleteProperty(node.value, 'maximum');
    return true;
  },
};

function isSchema(node: Node): node is Omit<Node, 'value'> & { value: JsonObject } {
  return (
    isObject(node.value) &&
    /\/(?:schema|items|additionalProperties|properties\/[^/]+|components\/schemas\/[^/]+)$/.test(node.pointer) &&
    !/\/odd\//.test(node.pointer)
  );
}

function targetOf(pointer: string, document: JsonObject): Json | undefined {
  let value: Json | undefined = document;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

function respell(document: JsonObject, steps: readonly [name: string, pick: number][]): JsonObject {
  const spelled = structuredClone(document);
  for (const [name, pick] of steps) {
    const nodes = nodesOf(spelled);
    const start = pick % nodes.length;
    for (const node of [...nodes.slice(start), ...nodes.slice(0, start)]) if (SPELLINGS[name]?.(node, spelled)) break;
  }
  return spelled;
}

const spellings = fc.array(fc.tuple(fc.constantFrom(...Object.keys(SPELLINGS)), fc.nat()), { maxLength: 12 });
const mutations = fc.tuple(
  fc.constantFrom('remove' as const, 'replace' as const, 'add' as const),
  fc.nat(),
  fc.constantFrom(...NAMES),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);

describe('the drift report', { timeout: 240_000 }, () => {
  it('has a line for every change of what a description says', () => {
    fc.assert(
      fc.property(mutations, spellings, (mutation, steps) => {
        const { document, what } = mutated(mutation);
        const spelled = respell(SAMPLE, steps);
        const changes = compareDescriptions(spelled, document);
        expect(changes.length, what).toBeGreaterThan(0);
        for (const { pointer } of changes) {
          expect([targetOf(pointer, document), targetOf(pointer, spelled)], pointer).not.toEqual([
            undefined,
            undefined,
          ]);
        }
        expect(compareDescriptions(document, spelled).length, `back: ${what}`).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('has no line for the same description in another spelling', () => {
    fc.assert(
      fc.property(spellings, spellings, (before, after) => {
        expect(compareDescriptions(respell(SAMPLE, before), respell(SAMPLE, after))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('has the same lines whatever the order of the keys', () => {
    fc.assert(
      fc.property(mutations, fc.array(fc.nat()), (mutation, picks) => {
        const { document } = mutated(mutation);
        const reordered = respell(
          document,
          picks.map((pick) => ['other order of keys', pick]),
        );
        expect(compareDescriptions(SAMPLE, reordered)).toEqual(compareDescriptions(SAMPLE, document));
      }),
      { numRuns: 300 },
    );
  });

  it.each(Object.keys(SPELLINGS))('has no line for %s, wherever it is done', (name) => {
    let done = 0;
    for (const [index] of nodesOf(SAMPLE).entries()) {
      const spelled = structuredClone(SAMPLE);
      const node = nodesOf(spelled)[index] as Node;
      if (SPELLINGS[name]?.(node, spelled) !== true) continue;
      done++;
      expect(compareDescriptions(SAMPLE, spelled), node.pointer).toEqual([]);
      expect(compareDescriptions(spelled, SAMPLE), node.pointer).toEqual([]);
    }
    expect(done).toBeGreaterThan(0);
  });

  it.each(['remove', 'replace'] as const)('has a line for each part of a description when we %s it', (kind) => {
    const said = nodesOf(SAMPLE).filter((node) => kind === 'replace' || !isImplied(node));
    for (const { pointer } of said) {
      const document = structuredClone(SAMPLE);
      const node = nodesOf(document).find((other_) => other_.pointer === pointer) as Node;
      if (kind === 'remove') remove(node);
      else set(node.parent, node.key, other(node.value));
      expect(compareDescriptions(SAMPLE, document).length, pointer).toBeGreaterThan(0);
    }
  });
});
