import { expect } from 'vitest';
import { renderReference } from '../../../scripts/docs/reference.ts';
import { readLibrary, type Library } from '../../../scripts/model/library.ts';
import { buildOperations } from '../../../scripts/model/operations.ts';
import type { JsonObject } from '../../../scripts/openapi/json.ts';
import { formatFile } from '../../../scripts/write/files.ts';

export const PAGE = 'docs/reference/session-termination-manager.md';
/** Markdown, HTML, templates and comments, all of which have to stay text. */
export const HOSTILE =
  'a | b\n| --- |\n&lt;td&gt; &#x27; &copy; <script>x</script> {{ constructor }} `{{ y | z }}` `open */ <!-- END doctoc --> \\ **';
const OPERATIONS = ['post_users_terminate_sessions', 'post_groups_terminate_sessions'];
const STRINGS: JsonObject = { type: 'array', items: { type: 'string' } };

/** Only the methods of the sample's operations, whatever the façade has besides. */
const { methods, ...others } = await readLibrary('.');
export const library: Library = {
  ...others,
  methods: methods.filter(({ operationId }) => OPERATIONS.includes(operationId)),
};

/** An operation of the sample, with the same text everywhere. */
export function operation(
  operationId: string,
  summary: string,
  fields: JsonObject,
  text = `About ${summary}.`,
): JsonObject {
  const errors = ['400', '401', '429', '503', 'default'].map((status) => [
    status,
    { description: `${status}: ${text}`, 'x-advice': text },
  ]);
  return {
    operationId,
    summary,
    description: text,
    requestBody: {
      description: text,
      content: { 'application/json': { schema: { properties: fields, required: Object.keys(fields) } } },
    },
    responses: {
      ...Object.fromEntries(errors),
      202: {
        description: text,
        content: {
          'application/json': { schema: { properties: { message: { type: 'string', description: text } } } },
        },
      },
    },
  };
}

/** @param text - stands in every place for a text */
export function documentOf(text?: string, more: JsonObject = {}): JsonObject {
  const ids = { ...STRINGS, description: text ?? 'Ids.' };
  return {
    paths: {
      '/users/terminate_sessions': {
        post: operation('post_users_terminate_sessions', 'Sign users out', { user_ids: ids, user_logins: ids }, text),
      },
      '/groups/terminate_sessions': {
        post: operation('post_groups_terminate_sessions', 'Sign groups out', { group_ids: ids }, text),
      },
      ...more,
    },
  };
}

/** The page of the client, formatted. */
export async function render(document: JsonObject = documentOf(), root = '.'): Promise<string> {
  const operations = buildOperations(document, library.methods, library);
  const pages = await renderReference({ operations, library, root });
  expect(Object.keys(pages)).toEqual([PAGE, 'docs/reference/drift-rules.md']);
  return formatFile('.', PAGE, pages[PAGE] ?? '');
}

/** The part of an operation. */
export function sectionOf(page: string, heading: string): string {
  return page.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? '';
}

/** The cells of all rows whose first cell is the given one. */
export function rowsOf(page: string, first: string): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith(`| ${first} `))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((text) => text.trim()),
    );
}
