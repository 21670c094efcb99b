import type { Document, Place } from './document.ts';
import { Comparison, type Compare, type Places } from './places.ts';
import { METHODS, operationsOf, type Operation } from './operations.ts';
import type { Change, Direction } from './rules.ts';
import { SchemaComparison } from './schema.ts';
import { isObject } from '../openapi/json.ts';

/** Compares two documents part by part. */
export class DescriptionComparison extends Comparison {
  readonly #requests: SchemaComparison;
  readonly #answers: SchemaComparison;

  constructor(before: Document, after: Document) {
    super(before, after);
    this.#requests = new SchemaComparison(before, after, 'request', this.say);
    this.#answers = new SchemaComparison(before, after, 'answer', this.say);
  }

  compare(): Change[] {
    const [old, now] = [this.before, this.after].map(({ root }) => ({ value: root, pointer: '' }));
    this.members(old, now, 'request', {
      openapi: this.#version,
      info: (a, b) => this.members(a, b, 'request', { version: this.#version }),
      tags: this.#tags,
      // The operations hold what they take over from here.
      servers: () => {},
      security: () => {},
      components: (a, b) => this.#securitySchemes(a, b),
      paths: () => this.#operations(),
    });
    return this.changes;
  }

  #operations(): void {
    const [old, now] = [operationsOf(this.before), operationsOf(this.after)];
    for (const id of new Set([...old.keys(), ...now.keys()])) {
      const [a, b] = [old.get(id), now.get(id)];
      if (a !== undefined && b !== undefined) this.#operation(a, b);
      else this.oneSided(a?.place, b?.place, 'request', 'operation-new', 'operation-gone');
    }
  }

  #operation(old: Operation, now: Operation): void {
    if (old.name !== now.name) {
      this.say('operation-moved', 'request', now.place.pointer, `${old.name} → ${now.name}`);
    }
    if (!this.isSame(old.servers, now.servers)) this.say('server-changed', 'request', now.servers.pointer);
    this.unordered(old.security, now.security, 'security-changed');
    this.each(old.parameters, now.parameters, (a, b) => this.#parameter(a, b));
    const inherited = Object.fromEntries(['parameters', 'servers', ...METHODS].map((key) => [key, () => {}]));
    this.members(old.path, now.path, 'request', inherited);
    this.members(old.place, now.place, 'request', {
      ...inherited,
      operationId: () => {},
      security: () => {},
      tags: this.#tags,
      'x-box-tag': this.#tags,
      requestBody: (a, b) => this.#body(a && this.before.resolve(a), b && this.after.resolve(b)),
      responses: (a, b) => this.#responses(a, b),
    });
  }

  #parameter(old: Place | undefined, now: Place | undefined): void {
    if (old === undefined || now === undefined) {
      const added = isRequired(now) ? 'parameter-new-required' : 'parameter-new';
      return this.oneSided(old, now, 'request', added, 'parameter-gone');
    }
    this.members(old, now, 'request', {
      name: () => {},
      required: () => this.#required(old, now, 'request'),
      schema: (a, b) => this.#requests.compare(listOf(a), listOf(b)),
      content: (a, b) => this.#content(a, b, this.#requests),
    });
  }

  #body(old: Place | undefined, now: Place | undefined): void {
    if (old === undefined || now === undefined) {
      return this.oneSided(old, now, 'request', isRequired(now) ? 'body-new-required' : 'body-new', 'body-gone');
    }
    this.members(old, now, 'request', {
      required: () => this.#required(old, now, 'request'),
      content: (a, b) => this.#content(a, b, this.#requests),
    });
  }

  #responses(old: Place | undefined, now: Place | undefined): void {
    this.each(this.before.members(old), this.after.members(now), (a, b, status) => {
      const kind = status.startsWith('2') ? 'success' : 'status';
      if (a === undefined || b === undefined) return this.oneSided(a, b, 'answer', `${kind}-new`, `${kind}-gone`);
      this.members(this.before.resolve(a), this.after.resolve(b), 'answer', {
        content: (from, to) => this.#content(from, to, this.#answers),
        headers: (from, to) => this.#headers(from, to),
      });
    });
  }

  #headers(old: Place | undefined, now: Place | undefined): void {
    this.each(inLowerCase(this.before.members(old)), inLowerCase(this.after.members(now)), (a, b) => {
      if (a === undefined || b === undefined) return this.oneSided(a, b, 'answer', 'header-new', 'header-gone');
      const [was, is] = [this.before.resolve(a), this.after.resolve(b)];
      this.members(was, is, 'answer', {
        required: () => this.#required(was, is, 'answer'),
        schema: (before, after) => this.#answers.compare(listOf(before), listOf(after)),
      });
    });
  }

  #content(old: Place | undefined, now: Place | undefined, schemas: SchemaComparison): void {
    const { direction } = schemas;
    this.each(this.before.members(old), this.after.members(now), (a, b) => {
      if (a === undefined || b === undefined) return this.oneSided(a, b, direction, 'content-new', 'content-gone');
      this.members(a, b, direction, { schema: (from, to) => schemas.compare(listOf(from), listOf(to)) });
    });
  }

  #securitySchemes(old: Place | undefined, now: Place | undefined): void {
    const from = this.before.members(this.before.members(old).get('securitySchemes'));
    const to = this.after.members(this.after.members(now).get('securitySchemes'));
    this.each(from, to, (a, b) => {
      if (!this.isSame(a, b)) this.say('security-changed', 'request', (b ?? a)?.pointer ?? '');
    });
  }

  #required(old: Place, now: Place, direction: Direction): void {
    const [was, is] = [isRequired(old), isRequired(now)];
    if (was !== is) this.say(is ? 'now-required' : 'no-longer-required', direction, now.pointer);
  }

  readonly #tags: Compare = (old, now) => this.unordered(old, now, 'tag-changed');

  readonly #version: Compare = (old, now) => {
    const detail = [old, now].map((place) => (typeof place?.value === 'string' ? place.value : 'none')).join(' → ');
    if (!this.isSame(old, now)) this.say('version-changed', 'request', (now ?? old)?.pointer ?? '', detail);
  };
}

function isRequired(place: Place | undefined): boolean {
  return place !== undefined && isObject(place.value) && place.value['required'] === true;
}

function listOf(place: Place | undefined): Place[] {
  return place === undefined ? [] : [place];
}

/** Names of headers have no case. */
function inLowerCase(headers: Places): Places {
  return new Map([...headers].map(([name, place]) => [name.toLowerCase(), place]));
}
