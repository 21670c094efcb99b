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
  'operation-new': rule('The operation is new', METHOD),
  'operation-gone': rule('The operation was removed', ADAPT),
  'operation-moved': rule('The path or method changed', ADAPT),
  'operation-renamed': rule('The operationId changed', ADAPT),
  'server-changed': rule('The servers changed', CHECK),
  'security-changed': rule('The security changed', CHECK),
  'parameter-new': rule('The parameter is new and optional', WORD),
  'parameter-new-required': rule('The parameter is new and required', SEND),
  'parameter-gone': rule('The parameter was removed', SEND),
  'serialization-changed': rule('The serialization changed', ADAPT),
  'body-new': rule('The request body is new and optional', WORD),
  'body-new-required': rule('The request body is new and required', SEND),
  'body-gone': rule('The request body was removed', SEND),
  'content-new': rule('The media type is new', FINE, READ),
  'content-gone': rule('The media type was removed', ADAPT),
  'success-new': rule('A status that is not an error is new', ACCEPT),
  'success-gone': rule('A status that is not an error was removed', ACCEPT),
  'status-new': rule('The error status is new', WORD),
  'status-gone': rule('The error status was removed', FINE),
  'header-new': rule('The header is new', WORD),
  'header-gone': rule('The header was removed', READ),
  'now-required': rule('Now required', SEND, FINE),
  'no-longer-required': rule('No longer required', FINE, READ),
  'field-new': rule('The field is new', WORD),
  'field-new-required': rule('The field is new and required', SEND, WORD),
  'field-gone': rule('The field was removed', ADAPT),
  'field-renamed': rule('The field was removed, and one of the same shape is new; renamed?', TYPES),
  'type-changed': rule('The type changed', ADAPT),
  'type-narrower': rule('Fewer types are possible', SEND, FINE),
  'type-wider': rule('More types are possible', FINE, READ),
  'now-nullable': rule('Now nullable', FINE, READ),
  'no-longer-nullable': rule('No longer nullable', SEND, FINE),
  'value-new': rule('Values are new', FINE),
  'value-gone': rule('Values were removed', SEND, FINE),
  'values-replaced': rule('All values were replaced', ADAPT),
  'values-listed': rule('Only listed values are possible now', SEND, FINE),
  'values-free': rule('The values are no longer listed', FINE, READ),
  'variant-new': rule('The variant is new', FINE, READ),
  'variant-gone': rule('The variant was removed', SEND, FINE),
  'limit-tighter': rule('The limit is tighter', SEND, FINE),
  'limit-looser': rule('The limit is looser', FINE, READ),
  'limit-changed': rule('The limit changed', ADAPT),
  'map-closed': rule('Entries with other names are no longer possible', ADAPT),
  'fields-closed': rule('Fields without a name here are no longer possible', SEND, FINE),
  'fields-open': rule('Fields without a name here are now possible', FINE),
  'default-changed': rule('The default changed', SEND, FINE),
  'now-read-only': rule('Now read-only', SEND, FINE),
  'now-write-only': rule('Now write-only', FINE, READ),
  'now-both-ways': rule('No longer read-only or write-only', FINE),
  'without-effect': rule('A part without effect on callers changed', FINE),
  deprecated: rule('Now deprecated', LEAVE),
  'no-longer-deprecated': rule('No longer deprecated', FINE),
  'tag-changed': rule('The tags changed', FINE),
  'version-changed': rule('The version changed', FINE),
  'unknown-changed': rule('A part that no rule knows changed', LOOK),
  'already-corrected': rule('Box changed what openapi/overlay.yaml corrects already', FINE),
  'correction-made': rule('Box made our correction', compatible('Remove it from openapi/overlay.yaml, but keep its text.')),
  'text-new': rule('Box added a text', REVIEW),
  'text-gone': rule('Box removed a text', REVIEW),
  'text-changed': rule('Box changed a text', REVIEW),
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** One difference, judged. */
export function judge(rule: RuleName, direction: Direction, pointer: string, detail = ''): Change {
  return { rule, level: RULES[rule][direction].level, pointer, detail };
}

/** What to do about a difference. Where a rule has one level for both directions, it has one advice. */
export function adviceOf({ rule, level }: Pick<Change, 'rule' | 'level'>): string {
  const { request, response } = RULES[rule];
  return (request.level === level ? request : response).todo;
}

function rule(what: string, request: Verdict, response = request): Rule {
  return { what, request, response };
}

function breaking(todo: string): Verdict {
  return { level: 'breaking', todo };
}

function compatible(todo: string): Verdict {
  return { level: 'compatible', todo };
}
