import { judge, type Change, type Direction, type RuleName } from './drift-rules.ts';
import { SchemaComparison } from './drift-schema.ts';
import { canonical, isObject, pointerStep, type Json, type JsonObject } from './json.ts';
import { resolve } from './drift-normalize.ts';

export type { Change, Level } from './drift-rules.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const LEVELS = ['breaking', 'compatible', 'prose'];

interface Located {
  pointer: string;
  operation: JsonObject;
  /** Of the path and of the operation, by place and name. */
  parameters: Map<string, JsonObject>;
  servers: Json;
  security: Json;
}

/**
 * Every difference between two cuts, in what it means and not in how it is spelled, the worst first.
 *
 * @param before - the pinned cut
 * @param after - the new one
 */
export function compareDescriptions(before: JsonObject, after: JsonObject): Change[] {
  const changes = new DescriptionComparison(before, after).compare();
  // A schema that is sent and received is judged both ways: one line is enough, the worse one.
  const worst = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.pointer} ${change.summary.split('.')[0]}`;
    const other = worst.get(key);
    if (other === undefined || LEVELS.indexOf(change.level) < LEVELS.indexOf(other.level)) worst.set(key, change);
  }
  return sortChanges([...worst.values()]);
}

/** What Box changed in its texts, by their fingerprints. */
export function compareProse(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Change[] {
  const pointers = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return sortChanges(
    pointers
      .filter((pointer) => before[pointer] !== after[pointer])
      .map((pointer) => {
        const rule = !Object.hasOwn(before, pointer)
          ? 'text new'
          : Object.hasOwn(after, pointer)
            ? 'text changed'
            : 'text gone';
        return judge(rule, 'answer', pointer);
      }),
  );
}

function sortChanges(changes: Change[]): Change[] {
  const key = ({ level, pointer, summary }: Change): string => `${LEVELS.indexOf(level)} ${pointer} ${summary}`;
  return changes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

class DescriptionComparison {
  readonly #requests: SchemaComparison;
  readonly #answers: SchemaComparison;

  constructor(
    readonly before: JsonObject,
    readonly after: JsonObject,
  ) {
    this.#requests = new SchemaComparison(before, after, 'request');
    this.#answers = new SchemaComparison(before, after, 'answer');
  }

  compare(): Change[] {
    const [old, now] = [operationsOf(this.before), operationsOf(this.after)];
    const ids = [...new Set([...old.keys(), ...now.keys()])].toSorted();
    return [
      ...ids.flatMap((id) => this.#compareOperation(old.get(id), now.get(id))),
      ...this.#compareSecuritySchemes(),
      ...this.#compareRest(),
    ];
  }

  #compareOperation(old: Located | undefined, now: Located | undefined): Change[] {
    if (old === undefined) return now === undefined ? [] : [judge('operation new', 'request', now.pointer)];
    if (now === undefined) return [judge('operation gone', 'request', old.pointer)];
    const { pointer } = now;
    const handled = ['parameters', 'requestBody', 'responses', 'servers', 'security', 'operationId'];
    return [
      ...(old.pointer === pointer ? [] : [judge('operation moved', 'request', pointer, `was ${old.pointer}`)]),
      ...compareWhole(old.servers, now.servers, 'server changed', 'request', `${pointer}/servers`),
      ...compareWhole(old.security, now.security, 'security changed', 'request', `${pointer}/security`),
      ...this.#compareParameters(old, now),
      ...this.#compareBody(old.operation['requestBody'], now.operation['requestBody'], `${pointer}/requestBody`),
      ...this.#compareResponses(old.operation['responses'], now.operation['responses'], `${pointer}/responses`),
      ...compareKeys(old.operation, now.operation, pointer, 'request', handled),
    ];
  }

  #compareParameters(old: Located, now: Located): Change[] {
    const names = [...new Set([...old.parameters.keys(), ...now.parameters.keys()])].toSorted();
    return names.flatMap((name) => {
      const [was, is] = [old.parameters.get(name), now.parameters.get(name)];
      const place = `${now.pointer}/parameters/${pointerStep(name)}`;
      if (is === undefined) return [judge('parameter gone', 'request', place)];
      const required = is['required'] === true;
      if (was === undefined) {
        return [judge(required ? 'parameter new and required' : 'parameter new', 'request', place)];
      }
      return [
        ...compareRequired(was, is, place),
        ...this.#requests.compare(was['schema'], is['schema'], `${place}/schema`),
        ...compareKeys(was, is, place, 'request', ['name', 'in', 'required', 'schema']),
      ];
    });
  }

  #compareBody(before: Json | undefined, after: Json | undefined, pointer: string): Change[] {
    const old = before === undefined ? undefined : resolve(before, pointer, this.before).value;
    const now = after === undefined ? undefined : resolve(after, pointer, this.after).value;
    if (!isObject(now)) return isObject(old) ? [judge('body gone', 'request', pointer)] : [];
    if (!isObject(old)) {
      return [judge(now['required'] === true ? 'body new and required' : 'body new', 'request', pointer)];
    }
    return [
      ...compareRequired(old, now, pointer),
      ...this.#compareContent(old['content'], now['content'], `${pointer}/content`, this.#requests),
      ...compareKeys(old, now, pointer, 'request', ['required', 'content']),
    ];
  }

  #compareResponses(before: Json | undefined, after: Json | undefined, pointer: string): Change[] {
    return entriesOfBoth(before, after).flatMap(([status, was, is]) => {
      const place = `${pointer}/${pointerStep(status)}`;
      const success = /^2/.test(status);
      if (was === undefined) return [judge(success ? 'success new' : 'status new', 'answer', place)];
      if (is === undefined) return [judge(success ? 'success gone' : 'status gone', 'answer', place)];
      const [old, now] = [resolve(was, place, this.before).value, resolve(is, place, this.after)];
      if (!isObject(old) || !isObject(now.value)) return [];
      return [
        ...this.#compareContent(old['content'], now.value['content'], `${now.pointer}/content`, this.#answers),
        ...this.#compareHeaders(old['headers'], now.value['headers'], `${now.pointer}/headers`),
        ...compareKeys(old, now.value, now.pointer, 'answer', ['content', 'headers']),
      ];
    });
  }

  #compareHeaders(before: Json | undefined, after: Json | undefined, pointer: string): Change[] {
    return entriesOfBoth(before, after).flatMap(([name, was, is]) => {
      const place = `${pointer}/${pointerStep(name)}`;
      if (was === undefined || is === undefined) {
        return [judge(was === undefined ? 'header new' : 'header gone', 'answer', place)];
      }
      const [old, now] = [resolve(was, place, this.before).value, resolve(is, place, this.after).value];
      if (!isObject(old) || !isObject(now)) return [];
      return [
        ...this.#answers.compare(old['schema'], now['schema'], `${place}/schema`),
        ...compareKeys(old, now, place, 'answer', ['schema']),
      ];
    });
  }

  #compareContent(
    before: Json | undefined,
    after: Json | undefined,
    pointer: string,
    schemas: SchemaComparison,
  ): Change[] {
    return entriesOfBoth(before, after).flatMap(([type, was, is]) => {
      const place = `${pointer}/${pointerStep(type)}`;
      if (was === undefined || is === undefined) {
        return [judge(was === undefined ? 'content type new' : 'content type gone', schemas.direction, place)];
      }
      if (!isObject(was) || !isObject(is)) return [];
      return [
        ...schemas.compare(was['schema'], is['schema'], `${place}/schema`),
        ...compareKeys(was, is, place, schemas.direction, ['schema']),
      ];
    });
  }

  #compareSecuritySchemes(): Change[] {
    const [old, now] = [this.before, this.after].map(({ components }) =>
      isObject(components) ? components['securitySchemes'] : undefined,
    );
    return entriesOfBoth(old, now).flatMap(([name, was, is]) =>
      compareWhole(was, is, 'security changed', 'request', `/components/securitySchemes/${pointerStep(name)}`),
    );
  }

  /** What the operations do not hold: theirs are the servers, the security and the components. */
  #compareRest(): Change[] {
    const version = (document: JsonObject): Json =>
      (isObject(document['info']) ? document['info']['version'] : null) ?? null;
    return [
      ...compareWhole(version(this.before), version(this.after), 'version changed', 'request', '/info/version'),
      ...compareWhole(this.before['openapi'], this.after['openapi'], 'version changed', 'request', '/openapi'),
      ...compareWhole(this.before['tags'], this.after['tags'], 'mark changed', 'request', '/tags'),
      ...compareKeys(this.before, this.after, '', 'request', [
        'info',
        'openapi',
        'tags',
        'paths',
        'components',
        'servers',
        'security',
      ]),
    ];
  }
}

function operationsOf(document: JsonObject): Map<string, Located> {
  const found = new Map<string, Located>();
  for (const [path, item] of entriesOf(document['paths'])) {
    if (!isObject(item)) continue;
    for (const method of METHODS) {
      const operation = item[method];
      if (!isObject(operation)) continue;
      const pointer = `/paths/${pointerStep(path)}/${method}`;
      found.set(String(operation['operationId'] ?? pointer), {
        pointer,
        operation,
        parameters: parametersOf(item, operation, document),
        servers: operation['servers'] ?? item['servers'] ?? document['servers'] ?? [],
        security: operation['security'] ?? document['security'] ?? [],
      });
    }
  }
  return found;
}

function parametersOf(item: JsonObject, operation: JsonObject, document: JsonObject): Map<string, JsonObject> {
  const lists = [item['parameters'], operation['parameters']].filter(Array.isArray).flat() as Json[];
  return new Map(
    lists
      .map((parameter) => resolve(parameter, '', document).value)
      .filter(isObject)
      .map((parameter) => [`${String(parameter['in'])} ${String(parameter['name'])}`, parameter]),
  );
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function entriesOfBoth(
  before: Json | undefined,
  after: Json | undefined,
): [string, Json | undefined, Json | undefined][] {
  const [old, now] = [new Map(entriesOf(before)), new Map(entriesOf(after))];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().map((name) => [name, old.get(name), now.get(name)]);
}

function compareRequired(old: JsonObject, now: JsonObject, pointer: string): Change[] {
  const [was, is] = [old['required'] === true, now['required'] === true];
  return was === is ? [] : [judge(is ? 'now required' : 'no longer required', 'request', pointer)];
}

function compareWhole(
  before: Json | undefined,
  after: Json | undefined,
  rule: RuleName,
  direction: Direction,
  pointer: string,
): Change[] {
  const [old, now] = [before, after].map((value) => JSON.stringify(canonical(value ?? null)));
  return old === now ? [] : [judge(rule, direction, pointer)];
}

/** Keywords that no other rule looks at: a difference in them is never lost. */
function compareKeys(
  before: JsonObject,
  after: JsonObject,
  pointer: string,
  direction: Direction,
  handled: string[],
): Change[] {
  return entriesOfBoth(before, after)
    .filter(([key]) => !handled.includes(key))
    .flatMap(([key, was, is]) => {
      const rule =
        key === 'deprecated'
          ? 'operation deprecated'
          : /^(?:tags|x-box-tag)$/.test(key)
            ? 'mark changed'
            : 'not judged';
      return compareWhole(
        was === false ? null : was,
        is === false ? null : is,
        rule,
        direction,
        `${pointer}/${pointerStep(key)}`,
      );
    });
}
