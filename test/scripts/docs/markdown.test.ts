import fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  cell,
  code,
  codeBlock,
  codeCell,
  headingText,
  linkTarget,
  paragraphs,
  plainName,
} from '../../../scripts/docs/markdown.ts';

const hostile = fc
  .array(fc.constantFrom(...'a|b|{{|}}|{|`|``|<|<b>|-->|&lt;|&#123;|&copy;|\\|"|\n|# |1. |*/|:::|~~| '.split('|'), '|'))
  .map((parts) => parts.join(''));

describe('paragraphs', () => {
  it.each([
    ['keeps code, links and emphasis', 'See `a < b`, *this* and [that](https://x.test).'],
    ['keeps a pipe', 'a | b'],
  ])('%s', (_, text) => {
    expect(paragraphs(text)).toBe(text);
  });

  it.each([
    ['raw HTML', 'a <b> c', 'a \\<b> c'],
    ['half a code span', 'a ` b', 'a \\` b'],
    ['a backslash', 'a \\< b', 'a \\\\\\< b'],
    ['an entity', 'Box&#x27;s &lt;b&gt; &amp;amp;', "Box's \\<b> \\&amp;"],
    ['an unknown entity', '&copy; &constructor;', '\\&copy; \\&constructor;'],
    ['an expression of VitePress', 'a {{ b }}', 'a <span v-pre>{{</span> b }}'],
    ['an expression in code', 'a `{{ b }}`', 'a <span v-pre>`{{ b }}`</span>'],
    ['attributes of VitePress', 'a {#id}', 'a <span v-pre>{</span>#id}'],
    ['a heading', '# a', '\\# a'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '12. a', '12\\. a'],
    ['a quotation', '> a', '\\> a'],
    ['a container', '::: tip', '\\::: tip'],
    ['a rule', '---', '\\---'],
    ['a definition of a link', '[a]: b', '\\[a]: b'],
  ])('makes text of %s', (_, text, markdown) => {
    expect(paragraphs(text)).toBe(markdown);
  });

  it('takes a blank line for the end of a paragraph, and any other white space for a space', () => {
    expect(paragraphs('a\n  b\r\n \nc\td')).toBe('a b\n\nc d');
  });
});

describe('cell', () => {
  it('keeps a row a row', () => {
    expect(cell('a | b\n| - |\n`c|d`')).toBe('a \\| b \\| - \\| `c\\|d`');
  });

  it('has no bare pipe and no line break, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(cell(text)).not.toMatch(/(?<!\\)\||\n/);
        expect(codeCell(text)).not.toMatch(/(?<!\\)\||\n/);
      }),
    );
  });

  it('has no expression of VitePress outside v-pre, whatever the text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(cell(text).replaceAll(/<span v-pre>.*?<\/span>/g, '')).not.toContain('{{');
        expect(codeCell(text).replaceAll(/<span v-pre>.*?<\/span>/g, '')).not.toContain('{{');
      }),
    );
  });

  it('puts a pipe after a backslash between two pieces of code, since tools disagree about it', () => {
    expect(cell('a `b\\|c`')).toBe('a b\\\\\\|c');
    expect(codeCell('"\\|"')).toBe('`"\\`\\|`"`');
  });
});

describe('code', () => {
  it.each([
    ['string[]', '`string[]`'],
    ['"<b>" | \'&amp;\'', '`"<b>" | \'&amp;\'`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['{ a: { b: 1 } }', '`{ a: { b: 1 } }`'],
    ['"{{x}}"', '<span v-pre>`"{{x}}"`</span>'],
    ['a\n  b', '`a b`'],
    ['', ''],
  ])('writes %j as it stands', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });
});

describe('headingText', () => {
  it.each([
    ['Create jobs to terminate users session', 'Create jobs to terminate users session'],
    ['Sign `user_ids` <b>out</b>', 'Sign user_ids bout/b'],
    ['## {{ a }} | *b*\nc', 'a b c'],
    ['_a_ __b__ %20c 5 % d_e', 'a b 20c 5 % d_e'],
    ['See https://evil.example or a@evil.example', 'See https evil.example or a evil.example'],
  ])('leaves no markup in %j', (text, heading) => {
    expect(headingText(text)).toBe(heading);
  });
});

describe('plainName', () => {
  it.each([
    ['post_users_terminate-sessions', 'post_users_terminate-sessions'],
    ['https://evil.com/x', 'https evil com x'],
    ['www.evil.com', 'www evil com'],
    ['a@evil.com', 'a evil com'],
    ['<script>', 'script'],
  ])('keeps the words of %j, and nothing that becomes a link', (name, heading) => {
    expect(plainName(name)).toBe(heading);
  });
});

describe('linkTarget', () => {
  it('encodes what would end the target', () => {
    expect(linkTarget("https://a.example/b)c(<d>\\ e'")).toBe("https://a.example/b%29c%28%3Cd%3E%5C%20e'");
  });
});

describe('codeBlock', () => {
  it('has a fence that its content cannot close', () => {
    expect(codeBlock('ts', 'a\n```\nb\n')).toBe('````ts\na\n```\nb\n````');
  });
});
