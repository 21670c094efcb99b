import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { SOURCE_PATH, UPSTREAM_PATH, type Pin } from '../cut/pin.ts';
import { canonical, type JsonObject } from '../openapi/json.ts';
import type { Outputs } from './write.ts';

/** What every machine-written file says about itself. */
export const MARK = 'Machine-written by `npm run generate`. Do not edit: the next run overwrites it.';

const README = `# generated

${MARK}

| file | what it is |
| --- | --- |
| \`openapi.json\` | \`openapi/upstream.json\` as \`openapi/overlay.yaml\` corrects it |
| \`schema.ts\` | the types of \`openapi.json\` |

To change them, edit \`openapi/overlay.yaml\` and run \`npm run generate\`.
`;

/** What one run makes. */
export interface Made {
  /** The corrected document. */
  document: JsonObject;
  /** Its types, as TypeScript. */
  types: string;
  /** The pages that are machine-written as a whole, by path. */
  reference: Readonly<Record<string, string>>;
  /** The pages of which only tables are machine-written, by path. */
  pages: Readonly<Record<string, string>>;
  /** A new cut. */
  pin: Pin | undefined;
}

/** Every file of a run as it is written: marked as machine-written, and formatted. */
export async function filesOf(root: string, { document, types, reference, pages, pin }: Made): Promise<Outputs> {
  const unformatted = {
    ...(pin === undefined ? {} : pinnedFiles(pin)),
    'generated/openapi.json': json({ 'x-machine-written': MARK, ...(canonical(document) as JsonObject) }),
    'generated/schema.ts': `// ${MARK}\n\n${types}`,
    'generated/README.md': README,
    ...Object.fromEntries(Object.entries(reference).map(([path, page]) => [path, `<!-- ${MARK} -->\n\n${page}`])),
    ...pages,
  };
  const formatted = await Promise.all(
    Object.entries(unformatted).map(async ([path, content]) => [path, await formatFile(root, path, content)] as const),
  );
  return Object.fromEntries(formatted);
}

/**
 * Formats a file as the project's own files are.
 *
 * @param path - within the root; its ending decides the language
 */
export async function formatFile(root: string, path: string, content: string): Promise<string> {
  const filepath = join(root, path);
  return format(content, { ...(await resolveConfig(filepath, { editorconfig: true })), filepath });
}

function pinnedFiles({ upstream, source }: Pin): Outputs {
  return {
    [UPSTREAM_PATH]: json(canonical(upstream) as JsonObject),
    [SOURCE_PATH]: json({ ...source, prose: canonical(source.prose) }),
  };
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}
