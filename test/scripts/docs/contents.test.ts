import { describe, expect, it } from 'vitest';
import { anchorsOf, withContents } from '../../../scripts/docs/contents.ts';
import { Rejection } from '../../../scripts/terminal/rejection.ts';

const MARKERS = [
  '<!-- START doctoc generated TOC please keep comment here to allow auto update -->',
  '<!-- END doctoc generated TOC please keep comment here to allow auto update -->',
].join('\n');

function page(...headings: string[]): string {
  return `${MARKERS}\n\n${headings.join('\n\nText.\n\n')}\n`;
}

describe('withContents', () => {
  it('lists the headings between the markers, each with its own link', () => {
    const content = withContents(page('# Page', '## One', '### Errors', '## Two', '### Errors'), 'page.md');
    expect(content.match(/^ *- .*$/gm)).toEqual([
      '- [Page](#page)',
      '  - [One](#one)',
      '    - [Errors](#errors)',
      '  - [Two](#two)',
      '    - [Errors](#errors-1)',
    ]);
  });

  it('changes nothing the second time', () => {
    const content = withContents(page('# Page', '## One'), 'page.md');
    expect(withContents(content, 'page.md')).toBe(content);
  });

  it('rejects a heading whose link would lead nowhere', () => {
    const refused = (): string => withContents(page('# Page', '## An _odd_ word'), 'page.md');
    expect(refused).toThrow(Rejection);
    expect(refused).toThrow(/^page\.md: the contents link #\S+ has no heading\./);
  });
});

describe('anchorsOf', () => {
  it('takes no comment in a code block for a heading', () => {
    expect(anchorsOf('# A\n\n```sh\n# not a heading\n```\n\n## B\n')).toEqual(['a', 'b']);
  });
});
