export type Level = 'breaking' | 'compatible' | 'prose';

/** What callers send, and what they read. */
export type Direction = 'request' | 'answer';

/** How bad a difference is, and what to do about it. */
export interface Verdict {
  level: Level;
  todo: string;
}

/** One kind of difference, judged for what is sent and for what comes back. Neither text has brackets in it. */
export interface Rule {
  what: string;
  request: Verdict;
  answer: Verdict;
}

/** One difference. */
export interface Change {
  level: Level;
  /** JSON pointer, into the new document, or into the old one for what is gone. */
  pointer: string;
  /** In one line: what changed, and what to do. */
  summary: string;
}

const SEND = breaking('Callers may be refused: adapt the façade and tell them.');
const READ = breaking('Who reads it may fail: adapt the façade and tell callers.');
const ADAPT = breaking('Adapt the façade and the transport, and tell callers.');
const ALLOW = breaking('Check the default base URL and the ways to authenticate.');
const ACCEPT = breaking('Only 202 counts as accepted: decide what the others mean.');
const LOOK = breaking('It could not be judged: look at it yourself.');
const WORD = compatible('Give it wording in openapi/overlay.yaml.');
const METHOD = compatible('Write the façade method for it.');
const LEAVE = compatible('See whether to stop using it before it goes.');
const FINE = compatible('Nothing to do.');
const REVIEW: Verdict = { level: 'prose', todo: 'Review our wording in openapi/overlay.yaml.' };

/**
 * Every kind of difference, judged once. Breaking is what may make a caller's code, or a request that Box accepted, stop
 * working. A content type that Box takes in addition changes no request of ours; one that it may answer with does.
 */
export const RULES = {
  'operation-new': rule('The operation is new', METHOD),
  'operation-gone': rule('The operation is gone', ADAPT),
  'operation-moved': rule('The path or the method is another one', ADAPT),
  'server-changed': rule('The servers are other ones', ALLOW),
  'security-changed': rule('The security is another one', ALLOW),
  'parameter-new': rule('The parameter is new and optional', WORD),
  'parameter-new-required': rule('The parameter is new and required', SEND),
  'parameter-gone': rule('The parameter is gone', SEND),
  'body-new': rule('The request body is new and optional', WORD),
  'body-new-required': rule('The request body is new and required', SEND),
  'body-gone': rule('The request body is gone', SEND),
  'content-new': rule('The content type is new', FINE, READ),
  'content-gone': rule('The content type is gone', SEND, READ),
  'success-new': rule('The success status is new', ACCEPT),
  'success-gone': rule('The success status is gone', ACCEPT),
  'status-new': rule('The status is new', WORD),
  'status-gone': rule('The status is gone', FINE),
  'header-new': rule('The header is new', WORD),
  'header-gone': rule('The header is gone', READ),
  'now-required': rule('It is required now', SEND, FINE),
  'no-longer-required': rule('It is no longer required', FINE, READ),
  'field-new': rule('The field is new', WORD),
  'field-new-required': rule('The field is new and required', SEND, WORD),
  'field-gone': rule('The field is gone', SEND, READ),
  'type-changed': rule('The type is another one', SEND, READ),
  'type-narrower': rule('Fewer types are possible', SEND, FINE),
  'type-wider': rule('More types are possible', FINE, READ),
  'now-nullable': rule('It may be null now', FINE, READ),
  'no-longer-nullable': rule('It cannot be null any more', SEND, FINE),
  'value-new': rule('Values are new', FINE),
  'value-gone': rule('Values are gone', SEND, FINE),
  'values-listed': rule('Only listed values are possible now', SEND, FINE),
  'values-free': rule('The values are no longer listed', FINE),
  'variant-new': rule('The variant is new', FINE, READ),
  'variant-gone': rule('The variant is gone', SEND, FINE),
  'limit-tighter': rule('The limit is tighter', SEND, FINE),
  'limit-looser': rule('The limit is looser', FINE),
  'limit-changed': rule('The limit is another one', SEND, READ),
  'fields-closed': rule('Fields without a name here are no longer possible', SEND, FINE),
  'fields-open': rule('Fields without a name here are possible now', FINE),
  'default-changed': rule('What is meant when it is left out is something else', SEND, FINE),
  'now-only-read': rule('It is only read now', SEND, FINE),
  'now-only-sent': rule('It is only sent now', FINE, READ),
  'no-longer-one-way': rule('It is both read and sent now', FINE),
  deprecated: rule('It is deprecated now', LEAVE),
  'no-longer-deprecated': rule('It is no longer deprecated', FINE),
  'tag-changed': rule('The tag is another one', FINE),
  'version-changed': rule('The version is another one', FINE),
  'unknown-changed': rule('Something is different that no rule knows', LOOK),
  'text-new': rule('Box has a text here now', REVIEW),
  'text-gone': rule('Box has no text here any more', REVIEW),
  'text-changed': rule('Box has another text here', REVIEW),
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** The line for one difference, with the values that differ where they say more. */
export function judge(name: RuleName, direction: Direction, pointer: string, detail = ''): Change {
  const { what, [direction]: verdict } = RULES[name];
  return { level: verdict.level, pointer, summary: `${what}${detail && ` (${shorten(detail)})`}. ${verdict.todo}` };
}

function rule(what: string, request: Verdict, answer = request): Rule {
  return { what, request, answer };
}

function breaking(todo: string): Verdict {
  return { level: 'breaking', todo };
}

function compatible(todo: string): Verdict {
  return { level: 'compatible', todo };
}

/** One line of bearable length, whatever Box put into a name or a value. */
function shorten(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length > 200 ? `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
