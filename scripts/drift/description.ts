import { Comparison, type Compare, type Document, type Place, type Places } from './places.ts';
import { Normalizer } from './normalize.ts';
import { operationsOf, pairOperations, type Operation } from './operations.ts';
import type { Change, Direction } from './rules.ts';
import { SchemaComparison, type Say } from './schema.ts';
import { Budget } from '../openapi/budget.ts';
import { METHODS } from '../openapi/elements.ts';
import { isObject } from '../openapi/json.ts';

/** How a parameter with `content` is written. */
const CONTENT = 'content';
/** What `jsonSchemaDialect` means if it is missing (OpenAPI 3.1, Schema Object). */
const DIALECT = 'https://spec.openapis.org/oas/3.1/dialect/base';

/** Compares two documents part by part. */
export class DescriptionComparison extends Comparison {
  readonly #schemas: Record<Direction, SchemaComparison>;
  /** The parameter that is being compared: what it contains is told by its name. */
  #parameter: { pointer: string; name: string } | undefined;

  constructor(before: Document, after: Document) {
    super(before, after);
    const budget = new Budget('the comparison with the pinned spec', { nodes: 100_000 });
    const [old, now] = [new Normalizer(before, budget), new Normalizer(after, budget)];
    const say: Say = (rule, direction, pointer, detail = '') => {
      const isInside = this.#parameter && pointer.startsWith(`${this.#parameter.pointer}/`);
      this.say(rule, direction, pointer, [isInside ? this.#parameter?.name : '', detail].filter(Boolean).join(', '));
    };
    this.#schemas = {
      request: new SchemaComparison(old, now, 'request', say),
      response: new SchemaComparison(old, now, 'response', say),
    };
  }

  compare(): Change[] {
    const [old, now] = [this.before, this.after].map(({ root }) => ({ value: root, pointer: '' }));
    this.members(old, now, 'request', {
      // The library shows neither `info` nor `externalDocs`, and the operations contain what they inherit from here.
      ...ignoring('info externalDocs servers security'),
      openapi: (a, b) => {
        const versions = [a, b].map((place) => (typeof place?.value === 'string' ? place.value : 'none'));
        if (!this.isSame(a, b)) this.say('version-changed', 'request', '/openapi', versions.join(' → '));
      },
      jsonSchemaDialect: (a, b) => {
        if ((a?.value ?? DIALECT) !== (b?.value ?? DIALECT))
          this.say('unknown-changed', 'request', '', 'jsonSchemaDialect');
      },
      tags: this.#tags,
      components: (a, b) => this.#securitySchemes(a, b),
      paths: () => {
        for (const [a, b] of pairOperations(operationsOf(this.before), operationsOf(this.after))) this.#operation(a, b);
      },
    });
    this.each(this.before.ignored, this.after.ignored, (a, b) => {
      if (!this.isSame(a, b)) this.say('without-effect', 'request', (b ?? a)?.pointer ?? '', 'beside $ref');
    });
    return this.changes;
  }

  #operation(old: Operation | undefined, now: Operation | undefined): void {
    if (old === undefined || now === undefined) {
      return this.pair('operation', [old?.place, now?.place], 'request', (now ?? old)?.id ?? '', () => {});
    }
    const { pointer } = now.place;
    if (old.name !== now.name) this.say('operation-moved', 'request', pointer, `${old.name} → ${now.name}`);
    if (old.id !== now.id)
      this.say('operation-renamed', 'request', pointer, `${old.id ?? 'none'} → ${now.id ?? 'none'}`);
    this.unordered(old.servers, now.servers, 'server-changed');
    this.unordered(old.security, now.security, 'security-changed');
    this.each(old.parameters, now.parameters, (a, b, name) => {
      this.pair('parameter', [a, b], 'request', name, (from, to) => {
        this.#parameter = { pointer: this.after.resolve(to).pointer, name };
        this.#value(from, to, 'request', name);
        this.#parameter = undefined;
      });
    });
    const inherited = ignoring(`parameters servers ${METHODS.join(' ')}`);
    this.members(old.path, now.path, 'request', inherited);
    this.members(old.place, now.place, 'request', {
      ...inherited,
      ...ignoring('operationId security'),
      tags: this.#tags,
      'x-box-tag': this.#tags,
      requestBody: (a, b) => this.#body(a, b),
      responses: (a, b) => this.#responses(a, b),
    });
  }

  /** Compares two parameters or headers. */
  #value(old: Place, now: Place, direction: Direction, name: string): void {
    const [from, to] = [serializationOf(this.before.resolve(old)), serializationOf(this.after.resolve(now))];
    if (from !== to) this.say('serialization-changed', direction, now.pointer, `${name}, ${from} → ${to}`);
    const isMoved = (from === CONTENT) !== (to === CONTENT);
    const isRequired = this.#required(old, now, direction, name);
    this.members(old, now, direction, {
      ...ignoring('name required style explode allowReserved allowEmptyValue'),
      schema: (a, b) => !isMoved && this.#schemas[direction].compare(listOf(a), listOf(b), isRequired),
      content: (a, b) => !isMoved && this.#content(a, b, direction),
    });
  }

  #body(old: Place | undefined, now: Place | undefined): void {
    this.pair('body', [old, now], 'request', '', (a, b) => {
      this.#required(a, b, 'request', 'request body');
      const content: Compare = (from, to) => this.#content(from, to, 'request');
      this.members(a, b, 'request', { ...ignoring('required'), content });
    });
  }

  #responses(old: Place | undefined, now: Place | undefined): void {
    const [from, to] = [this.before.members(old), this.after.members(now)];
    this.each(from, to, (a, b, status) => {
      const isError = /^[45]/.test(status) || (status === 'default' && hasSuccess(a === undefined ? to : from));
      this.pair(isError ? 'status' : 'success', [a, b], 'response', status, (before, after) => {
        this.members(before, after, 'response', {
          content: (c, d) => this.#content(c, d, 'response'),
          headers: (c, d) => this.#headers(c, d),
        });
      });
    });
  }

  #headers(old: Place | undefined, now: Place | undefined): void {
    const lowerCase = (name: string): string => name.toLowerCase();
    this.each(this.before.members(old, lowerCase), this.after.members(now, lowerCase), (a, b, name) => {
      this.pair('header', [a, b], 'response', name, (from, to) => this.#value(from, to, 'response', name));
    });
  }

  #content(old: Place | undefined, now: Place | undefined, direction: Direction): void {
    const schema: Compare = (a, b) => this.#schemas[direction].compare(listOf(a), listOf(b));
    this.each(this.before.members(old, mediaType), this.after.members(now, mediaType), (a, b, name) => {
      this.pair('content', [a, b], direction, name, (from, to) => this.members(from, to, direction, { schema }));
    });
  }

  #securitySchemes(old: Place | undefined, now: Place | undefined): void {
    const from = this.before.members(this.before.members(old).get('securitySchemes'));
    const to = this.after.members(this.after.members(now).get('securitySchemes'));
    this.each(from, to, (a, b, name) => {
      const what = a === undefined ? 'new' : b === undefined ? 'removed' : 'changed';
      if (!this.isSame(a, b)) this.say('security-changed', 'request', (b ?? a)?.pointer ?? '', `${name} ${what}`);
    });
  }

  /** @returns whether it is required on both sides */
  #required(old: Place, now: Place, direction: Direction, name: string): boolean {
    const [was, is] = [this.before.isRequired(old), this.after.isRequired(now)];
    const rule = is ? 'now-required' : 'no-longer-required';
    if (was !== is) this.say(rule, direction, this.after.resolve(now).pointer, name);
    return was && is;
  }

  readonly #tags: Compare = (old, now) => this.unordered(old, now, 'tag-changed');
}

function ignoring(keys: string): Record<string, Compare> {
  return Object.fromEntries(keys.split(' ').map((key) => [key, () => {}]));
}

/** How a parameter or header is written, with the defaults written out (OpenAPI 3.1, Parameter Object). */
function serializationOf({ value }: Place): string {
  const parameter = isObject(value) ? value : {};
  if (parameter['content'] !== undefined) return CONTENT;
  const { in: place = 'header' } = parameter;
  const { style = place === 'query' || place === 'cookie' ? 'form' : 'simple' } = parameter;
  const { explode = style === 'form', allowReserved = false, allowEmptyValue = false } = parameter;
  const flags = Object.entries({ allowReserved, allowEmptyValue }).filter(([, flag]) => flag !== false);
  return JSON.stringify({ style, explode, ...Object.fromEntries(flags) });
}

/** Without a 2xx, `default` is what a success responds with. */
function hasSuccess(responses: Places): boolean {
  return [...responses.keys()].some((status) => status.startsWith('2'));
}

/** Media types have no case, and JSON has one `charset`. */
function mediaType(name: string): string {
  return name.toLowerCase().replaceAll(/\s*;\s*charset=[^;]*/g, '');
}

function listOf(place: Place | undefined): Place[] {
  return place === undefined ? [] : [place];
}
