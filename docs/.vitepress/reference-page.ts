const PAGE = 'reference/session-termination-manager.md';
const ERRORS = '### Errors\n';

/**
 * The generated reference as the site shows it: the methods are the headings, the errors, which are the same for every method,
 * come once, and there is no contents list, since the site has its own. In the repository, the page keeps its shape.
 */
export function referencePage(source: string): string {
  const [title = '', ...sections] = source
    .replace(/^<!-- START doctoc[^]*?END doctoc[^\n]*\n+/m, '')
    .split(/^(?=## )/m)
    .map((section) =>
      section.replace(
        /^## (.*)\n([^]*?)This operation is performed by calling function `(\w+)`\.\n\n/,
        '## $3()\n$2<!-- $1 -->\n',
      ),
    );
  const parts = sections.map((section) => section.split(ERRORS));
  const errors = new Set(parts.map(([, part = '']) => part.trim()));
  const [only = ''] = errors;
  const introduction = `${title.trim()}

Create one manager for your program. Its options are described in
[SessionTerminationManagerOptions](../api/box-session-termination.md#sessionterminationmanageroptions).

`;
  if (errors.size !== 1 || only === '') return introduction + sections.join('');
  return `${introduction}${parts.map(([rest = '']) => rest).join('')}## Errors\n\n${only}\n`;
}

/** Whether a file is the generated reference. */
export function isReference(file: string): boolean {
  return file.replaceAll('\\', '/').endsWith(PAGE);
}

/** Shows the reference in the shape of the site. */
export function referencePlugin() {
  return {
    name: 'reference page',
    enforce: 'pre' as const,
    transform: (source: string, id: string): string | undefined =>
      isReference(id) ? referencePage(source) : undefined,
  };
}
