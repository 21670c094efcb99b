import type { Document, Place } from './document.ts';

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An operation with what it takes over from its path and from the document. */
export interface Operation {
  /** The method and the path. */
  name: string;
  place: Place;
  path: Place;
  /** By where they are and how they are called. */
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
      const id = own.get('operationId')?.value;
      found.set(typeof id === 'string' && !found.has(id) ? id : name, {
        name,
        place,
        path: itemPlace,
        parameters: parametersOf([members.get('parameters'), own.get('parameters')], document),
        servers: own.get('servers') ??
          members.get('servers') ??
          root.get('servers') ?? { ...place, value: [{ url: '/' }] },
        security: own.get('security') ?? root.get('security') ?? { ...place, value: [] },
      });
    }
  }
  return found;
}

function parametersOf(lists: (Place | undefined)[], document: Document): Map<string, Place> {
  const places = lists.flatMap((list) => document.items(list)).map((place) => document.resolve(place));
  return new Map(
    places.map((place) => {
      const members = document.members(place);
      const [where, name] = ['in', 'name'].map((key) => JSON.stringify(members.get(key)?.value));
      // Headers have no case.
      return [`${where} ${where === '"header"' ? name?.toLowerCase() : name}`, place];
    }),
  );
}
