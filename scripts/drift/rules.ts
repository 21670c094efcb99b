export type Level = 'breaking' | 'compatible' | 'prose';

/** The worst first. */
export const LEVELS: readonly Level[] = ['breaking', 'compatible', 'prose'];

/** What callers send, and what they read. */
export type Direction = 'request' | 'response';

/** How bad a difference is, and what to do about it. */
export interface Verdict {
  level: Level;
  todo: string;
}

/** One kind of difference, judged for requests and for responses. */
export interface Rule {
  what: string;
  request: Verdict;
  response: Verdict;
}

/** One difference. */
export interface Change {
  rule: RuleName;
  level: Level;
  /** JSON pointer into the new document, or into the old one if the part was removed. */
  pointer: string;
  /** The names or values that differ; empty if the pointer says it all. From Box, except in a change of prose. */
  detail: string;
  /** What is missing for a new part: `no description`. */
  missing?: readonly string[];
}

const SEND = breaking('Box might reject requests: adapt the façade and tell callers.');
const READ = breaking('Code that reads it might fail: adapt the façade and tell callers.');
const ADAPT = breaking('Adapt the façade and tell callers.');
const CHECK = breaking('Check the default base URL and the authentication.');
const ACCEPT = breaking('The library accepts only 202: decide what the others mean.');
const LOOK = breaking('No rule judges it: look at it yourself.');
const TYPES = breaking('Run npx tsc --noEmit -p tsconfig.build.json to see the lines to change.');
const WORD = compatible('Add its texts to openapi/overlay.yaml.');
const METHOD = compatible('Add its façade method and its texts, as CONTRIBUTING.md explains.');
const LEAVE = compatible('Decide whether to stop using it.');
const FINE = compatible('Nothing to do.');
const REVIEW: Verdict = { level: 'prose', todo: 'Review our text in openapi/overlay.yaml.' };

/**
 * Every kind of difference, judged once. Breaking is what might stop a caller's code from working, or a request that Box
 * accepted. If in doubt, breaking.
 */
export const RULES = {
  'operation-new': judged('The operation is new', METHOD),
  'operation-gone': judged('The operation is gone', ADAPT),
  'operation-moved': judged('The path or method changed', ADAPT),
  'operation-renamed': judged('The operationId changed', ADAPT),
  'server-changed': judged('The servers changed', CHECK),
  'security-changed': judged('The security changed', CHECK),
  'parameter-new': judged('The parameter is new and optional', WORD),
  'parameter-new-required': judged('The parameter is new and required', SEND),
  'parameter-gone': judged('The parameter is gone', SEND),
  'serialization-changed': judged('The serialization changed', ADAPT),
  'body-new': judged('The request body is new and optional', WORD),
  'body-new-required': judged('The request body is new and required', SEND),
  'body-gone': judged('The request body is gone', SEND),
  'content-new': judged('The media type is new', FINE, READ),
  'content-gone': judged('The media type is gone', ADAPT),
  'success-new': judged('A status that is not an error is new', ACCEPT),
  'success-gone': judged('A status that is not an error is gone', ACCEPT),
  'status-new': judged('The error status is new', WORD),
  'status-gone': judged('The error status is gone', FINE),
  'header-new': judged('The header is new', WORD),
  'header-gone': judged('The header is gone', READ),
  'now-required': judged('It is required now', SEND, FINE),
  'no-longer-required': judged('It is no longer required', FINE, READ),
  'field-new': judged('The field is new', WORD),
  'field-new-required': judged('The field is new and required', SEND, WORD),
  'field-gone': judged('The field is gone', ADAPT),
  'field-renamed': judged('The field is gone, and one of the same shape is new; renamed?', TYPES),
  'type-changed': judged('The type changed', ADAPT),
  'type-narrower': judged('Fewer types are possible', SEND, FINE),
  'type-wider': judged('More types are possible', FINE, READ),
  'now-nullable': judged('It is nullable now', FINE, READ),
  'no-longer-nullable': judged('It is no longer nullable', SEND, FINE),
  'value-new': judged('Values are new', FINE),
  'value-gone': judged('Values are gone', SEND, FINE),
  'values-replaced': judged('All values were replaced', ADAPT),
  'values-listed': judged('Only listed values are possible now', SEND, FINE),
  'values-free': judged('The values are no longer listed', FINE, READ),
  'variant-new': judged('The variant is new', FINE, READ),
  'variant-gone': judged('The variant is gone', SEND, FINE),
  'limit-tighter': judged('The limit is tighter', SEND, FINE),
  'limit-looser': judged('The limit is looser', FINE, READ),
  'limit-changed': judged('The limit changed', ADAPT),
  'map-closed': judged('Entries with other names are no longer possible', ADAPT),
  'fields-closed': judged('Fields without a name here are no longer possible', SEND, FINE),
  'fields-open': judged('Fields without a name here are now possible', FINE),
  'default-changed': judged('The default changed', SEND, FINE),
  'now-read-only': judged('It is read-only now', SEND, FINE),
  'now-write-only': judged('It is write-only now', FINE, READ),
  'now-both-ways': judged('It is no longer read-only or write-only', FINE),
  'without-effect': judged('A part without effect on callers changed', FINE),
  deprecated: judged('It is deprecated now', LEAVE),
  'no-longer-deprecated': judged('It is no longer deprecated', FINE),
  'tag-changed': judged('The tags changed', FINE),
  'version-changed': judged('The version changed', FINE),
  'unknown-changed': judged('A part that no rule knows changed', LOOK),
  'already-corrected': judged(
    'Callers see no difference',
    compatible('Nothing to do: openapi/overlay.yaml said so already.'),
  ),
  'correction-made': judged(
    'Box has made our correction',
    compatible('Remove it from openapi/overlay.yaml, but keep its text.'),
  ),
  'text-new': judged('Box added a text', REVIEW),
  'text-gone': judged('Box removed a text', REVIEW),
  'text-changed': judged('Box changed a text', REVIEW),
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** What it means that a keyword is there, and that it isn't. */
export const FLAGS: ReadonlyMap<string, readonly [set: RuleName, unset: RuleName]> = new Map([
  ['deprecated', ['deprecated', 'no-longer-deprecated']],
  ['readOnly', ['now-read-only', 'now-both-ways']],
  ['writeOnly', ['now-write-only', 'now-both-ways']],
]);

/** One difference, judged. */
export function judge(rule: RuleName, direction: Direction, pointer: string, detail = ''): Change {
  return { rule, level: RULES[rule][direction].level, pointer, detail };
}

/** What to do about a difference. Where a rule has one level for both directions, it has one advice. */
export function adviceOf({ rule, level }: Pick<Change, 'rule' | 'level'>): string {
  const { request, response } = RULES[rule];
  return (request.level === level ? request : response).todo;
}

function judged(what: string, request: Verdict, response = request): Rule {
  return { what, request, response };
}

function breaking(todo: string): Verdict {
  return { level: 'breaking', todo };
}

function compatible(todo: string): Verdict {
  return { level: 'compatible', todo };
}
