import type { Document, Place } from './places.ts';
import { METHODS } from '../openapi/elements.ts';
import { isObject, type Json } from '../openapi/json.ts';

/** An operation with what it inherits from its path and from the document. */
export interface Operation {
  id: string | undefined;
  /** The method and the path. */
  name: string;
  place: Place;
  path: Place;
  /** By place and name: `query parameter limit`. */
  parameters: Map<string, Place>;
  servers: Place;
  security: Place;
}

/** All operations by operationId, and those without one by method and path. */
export function operationsOf(document: Document): Map<string, Operation> {
  const root = document.members({ value: document.root, pointer: '' });
  const found = new Map<string, Operation>();
  for (const [path, item] of document.members(root.get('paths'))) {
    const itemPlace = document.resolve(item);
    const members = document.members(itemPlace);
    for (const method of METHODS) {
      const place = members.get(method);
      if (place === undefined) continue;
      const own = document.members(place);
      const name = `${method.toUpperCase()} ${path}`;
      const operationId = own.get('operationId')?.value;
      const id = typeof operationId === 'string' ? operationId : undefined;
      const servers = [own, members, root].map((part) => part.get('servers')).find((list) => !isEmpty(list));
      const security = own.get('security') ?? root.get('security');
      found.set(id !== undefined && !found.has(id) ? id : name, {
        id,
        name,
        place,
        path: itemPlace,
        parameters: parametersOf([members.get('parameters'), own.get('parameters')], document),
        servers: servers ?? { ...place, value: [{ url: '/' }] },
        security: { ...(security ?? place), value: requirementsIn(security) },
      });
    }
  }
  return found;
}

/** Pairs operations by operationId, then those left by method and path. */
export function pairOperations(
  old: ReadonlyMap<string, Operation>,
  now: ReadonlyMap<string, Operation>,
): [old: Operation | undefined, now: Operation | undefined][] {
  const twins = new Map([...old].map(([key, operation]) => [operation, now.get(key)]));
  const left = new Set([...now].filter(([key]) => !old.has(key)).map(([, operation]) => operation));
  for (const [operation, twin] of twins) {
    const moved = twin ?? [...left].find(({ name }) => name === operation.name);
    twins.set(operation, moved);
    if (moved !== undefined) left.delete(moved);
  }
  return [...twins, ...[...left].map((operation): [undefined, Operation] => [undefined, operation])];
}

function parametersOf(lists: (Place | undefined)[], document: Document): Map<string, Place> {
  const places = lists.flatMap((list) => document.items(list));
  return new Map(
    places.map((place) => {
      const members = document.members(document.resolve(place));
      const [where, name] = ['in', 'name'].map((key) => textOf(members.get(key)?.value));
      // Headers have no case.
      return [`${where} parameter ${where === 'header' ? name?.toLowerCase() : name}`, place];
    }),
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function isEmpty(place: Place | undefined): boolean {
  return place === undefined || (Array.isArray(place.value) && place.value.length === 0);
}

/** The requirements, none of which is the same as an empty one. */
function requirementsIn(security: Place | undefined): Place['value'] {
  const list = security?.value ?? [];
  const isNone = Array.isArray(list) && list.every((item) => isObject(item) && Object.keys(item).length === 0);
  return isNone ? [] : list;
}
