import { isObject, type Json, type JsonObject } from '../openapi/json.ts';

/**
 * Keeps the components that the operations reach, and no others. Redocly's own pruning leaves in what only refers to each
 * other, and takes out what only a discriminator names.
 */
export function keepReached(description: JsonObject): JsonObject {
  const { components, ...rest } = description;
  if (!isObject(components)) return description;
  const reached = new Set<string>();
  const open: Json[] = [rest];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [section, name] of namedBy(value)) {
      const parts = components[section];
      if (!isObject(parts) || !Object.hasOwn(parts, name) || reached.has(`${section}/${name}`)) continue;
      reached.add(`${section}/${name}`);
      open.push(parts[name] as Json);
    }
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  const kept = Object.entries(components).flatMap(([section, parts]) => {
    const used = Object.entries(isObject(parts) ? parts : {}).filter(([name]) => reached.has(`${section}/${name}`));
    return used.length === 0 ? [] : [[section, Object.fromEntries(used)] as const];
  });
  return kept.length === 0 ? rest : { ...rest, components: Object.fromEntries(kept) };
}

/** The components that a part names itself: the section and the name of each. */
function namedBy(part: Json): [section: string, name: string][] {
  if (!isObject(part)) return [];
  const { $ref, discriminator, security } = part;
  const mapping = isObject(discriminator) && isObject(discriminator['mapping']) ? discriminator['mapping'] : {};
  const requirements = Array.isArray(security) ? security.filter(isObject) : [];
  return [
    ...[$ref, ...Object.values(mapping)].flatMap(componentOf),
    // A mapping may name a schema without saying where it is (OpenAPI 3.0, Discriminator Object).
    ...Object.values(mapping).flatMap((name): [string, string][] =>
      typeof name === 'string' ? [['schemas', name]] : [],
    ),
    ...requirements.flatMap((schemes) =>
      Object.keys(schemes).map((name): [string, string] => ['securitySchemes', name]),
    ),
  ];
}

function componentOf(reference: Json | undefined): [section: string, name: string][] {
  const steps = typeof reference === 'string' ? reference.split('/').map(decode) : [];
  const [start, components, section, name] = steps;
  return start === '#' && components === 'components' && section !== undefined && name !== undefined
    ? [[section, name]]
    : [];
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
