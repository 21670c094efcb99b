export type Level = 'breaking' | 'compatible' | 'prose';
export type Direction = 'request' | 'answer';

/** How one kind of difference is judged. */
export interface Rule {
  /** What changed, as it is said in the report. */
  what: string;
  /** The level in what is sent and in what comes back; absent where the rule does not apply. */
  request?: Level;
  answer?: Level;
  /** What to do about it, where it is not `compatible`. */
  todo: string;
}

const CALLERS = 'Adapt the façade and tell its users.';
const READERS = 'See who reads it, and adapt the façade.';
const LOOK = 'Judge it by hand: the rules do not know it.';

/**
 * Every kind of difference, judged once. A difference is breaking when a caller's code, or a request that Box accepted, may
 * stop working.
 */
export const RULES = {
  'operation gone': { what: 'the operation is gone', request: 'breaking', todo: CALLERS },
  'operation new': { what: 'the operation is new', request: 'compatible', todo: '' },
  'operation moved': {
    what: 'the operation has another path or method',
    request: 'breaking',
    todo: 'Change the path in the façade.',
  },
  'operation deprecated': { what: 'the mark as deprecated changed', request: 'compatible', todo: '' },
  'parameter gone': { what: 'the parameter is gone', request: 'breaking', todo: CALLERS },
  'parameter new': { what: 'the parameter is new and optional', request: 'compatible', todo: '' },
  'parameter new and required': { what: 'the parameter is new and required', request: 'breaking', todo: CALLERS },
  'body new': { what: 'a request body is new and optional', request: 'compatible', todo: '' },
  'body new and required': { what: 'a request body is new and required', request: 'breaking', todo: CALLERS },
  'body gone': { what: 'the request body is gone', request: 'breaking', todo: CALLERS },
  'now required': { what: 'it is required now', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'no longer required': { what: 'it is no longer required', request: 'compatible', answer: 'breaking', todo: READERS },
  'field new': { what: 'the field is new', request: 'compatible', answer: 'compatible', todo: '' },
  'field new and required': {
    what: 'the field is new and required',
    request: 'breaking',
    answer: 'compatible',
    todo: CALLERS,
  },
  'field gone': { what: 'the field is gone', request: 'breaking', answer: 'breaking', todo: CALLERS },
  'type narrower': { what: 'it takes fewer types', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'type wider': { what: 'it takes more types', request: 'compatible', answer: 'breaking', todo: READERS },
  'type other': { what: 'it has another type', request: 'breaking', answer: 'breaking', todo: CALLERS },
  'now nullable': { what: 'it may be null now', request: 'compatible', answer: 'breaking', todo: READERS },
  'no longer nullable': { what: 'it is never null now', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'value new': { what: 'a value is new', request: 'compatible', answer: 'compatible', todo: '' },
  'value gone': { what: 'a value is gone', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'values limited': { what: 'only some values are left', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'values free': { what: 'any value is possible', request: 'compatible', answer: 'compatible', todo: '' },
  'limit tighter': { what: 'a limit is tighter', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'limit looser': { what: 'a limit is looser', request: 'compatible', answer: 'compatible', todo: '' },
  'variant new': { what: 'a variant is new', request: 'compatible', answer: 'breaking', todo: READERS },
  'variant gone': { what: 'a variant is gone', request: 'breaking', answer: 'compatible', todo: CALLERS },
  'default other': { what: 'the default changed', request: 'compatible', answer: 'compatible', todo: '' },
  'content type new': { what: 'a content type is new', request: 'compatible', answer: 'breaking', todo: READERS },
  'content type gone': { what: 'a content type is gone', request: 'breaking', answer: 'breaking', todo: CALLERS },
  'success new': {
    what: 'another success status is possible',
    answer: 'breaking',
    todo: 'Only 202 counts as accepted: decide what this one means.',
  },
  'success gone': { what: 'a success status is gone', answer: 'breaking', todo: CALLERS },
  'status new': { what: 'the error status is new', answer: 'compatible', todo: '' },
  'status gone': { what: 'the error status is gone', answer: 'compatible', todo: '' },
  'header new': { what: 'the header is new', answer: 'compatible', todo: '' },
  'header gone': { what: 'the header is gone', answer: 'breaking', todo: READERS },
  'server changed': { what: 'the servers changed', request: 'breaking', todo: 'Check the default base URL.' },
  'security changed': {
    what: 'the security changed',
    request: 'breaking',
    todo: 'Check that the ways to authenticate still do.',
  },
  'mark changed': {
    what: 'a mark without effect on calls changed',
    request: 'compatible',
    answer: 'compatible',
    todo: '',
  },
  'version changed': { what: 'the version of the description changed', request: 'compatible', todo: '' },
  'not judged': {
    what: 'it changed in a way that cannot be judged',
    request: 'breaking',
    answer: 'breaking',
    todo: LOOK,
  },
  'text changed': { what: 'Box changed its text', request: 'prose', answer: 'prose', todo: 'Review our wording.' },
  'text new': {
    what: 'Box has a new text',
    request: 'prose',
    answer: 'prose',
    todo: 'See whether our wording should say it too.',
  },
  'text gone': { what: 'Box dropped its text', request: 'prose', answer: 'prose', todo: 'Review our wording.' },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** One difference. */
export interface Change {
  level: Level;
  /** JSON pointer, into the new document, or into the old one for what is gone. */
  pointer: string;
  summary: string;
}

/** The line for a difference of a kind, with the values that differ where they say more. */
export function judge(name: RuleName, direction: Direction, pointer: string, detail = ''): Change {
  const rule: Rule = RULES[name];
  const level = rule[direction] ?? rule.request ?? rule.answer ?? 'breaking';
  const what = `${rule.what}${detail === '' ? '' : ` (${detail})`}.`;
  return { level, pointer, summary: level === 'compatible' ? what : `${what} ${rule.todo}` };
}
