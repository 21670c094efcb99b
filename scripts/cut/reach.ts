import { isObject, type Json, type JsonObject } from '../openapi/json.ts';
import { componentOf, referencesOf } from '../openapi/reference.ts';

/** Keeps the components that the operations reach, and no others. */
export function keepReached(spec: JsonObject): JsonObject {
  const { components, ...rest } = spec;
  if (!isObject(components)) return spec;
  const reached = new Set<string>();
  const open: Json[] = [rest];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [section, name] of namedBy(value)) {
      const parts = Object.hasOwn(components, section) ? components[section] : undefined;
      if (!isObject(parts) || !Object.hasOwn(parts, name) || reached.has(`${section}/${name}`)) continue;
      reached.add(`${section}/${name}`);
      open.push(parts[name] as Json);
    }
    if (typeof value !== 'object' || value === null) continue;
    // A call with all of them as arguments would fail for a list of any length.
    for (const item of Object.values(value)) open.push(item);
  }
  const kept = Object.entries(components).flatMap(([section, parts]) => {
    const used = Object.entries(isObject(parts) ? parts : {}).filter(([name]) => reached.has(`${section}/${name}`));
    return used.length === 0 ? [] : [[section, Object.fromEntries(used)] as const];
  });
  return kept.length === 0 ? rest : { ...rest, components: Object.fromEntries(kept) };
}

/** The components that a part names itself, by its references or by the security that it requires. */
function namedBy(part: Json): (readonly [section: string, name: string])[] {
  if (!isObject(part)) return [];
  const { security } = part;
  const requirements = Array.isArray(security) ? security.filter(isObject) : [];
  return [
    ...referencesOf(part).flatMap((reference) => {
      const component = componentOf(reference);
      return component === undefined ? [] : [component];
    }),
    ...requirements.flatMap((schemes) => Object.keys(schemes).map((name) => ['securitySchemes', name] as const)),
  ];
}
