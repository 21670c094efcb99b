import { formatOutput } from './format.ts';
import { canonical, type JsonObject } from '../openapi/json.ts';
import { MARK } from './mark.ts';
import { SOURCE_PATH, UPSTREAM_PATH, type Pin } from '../cut/pin.ts';
import type { Outputs } from './write.ts';

const README = `# generated

${MARK}

| file | what it is |
| --- | --- |
| \`openapi.json\` | \`openapi/upstream.json\` as \`openapi/overlay.yaml\` corrects it |
| \`schema.ts\` | the types of \`openapi.json\` |

To change them, edit \`openapi/overlay.yaml\` and run \`npm run generate\`.
`;

/** The corrected description and its types, with the README of their folder, formatted as they are written. */
export function generatedFiles(root: string, document: JsonObject, types: string): Promise<Outputs> {
  // The mark comes first, where a person sees it; the rest in canonical order.
  const marked = { 'x-machine-written': MARK, ...(canonical(document) as JsonObject) };
  return formatAll(root, {
    'generated/openapi.json': JSON.stringify(marked, undefined, 2),
    'generated/schema.ts': types,
    'generated/README.md': README,
  });
}

/** The files of a new cut, formatted as they are written. */
export function pinnedFiles(root: string, { upstream, source }: Pin): Promise<Outputs> {
  return formatAll(root, {
    [UPSTREAM_PATH]: JSON.stringify(canonical(upstream), undefined, 2),
    [SOURCE_PATH]: JSON.stringify({ ...source, prose: canonical(source.prose) }, undefined, 2),
  });
}

async function formatAll(root: string, files: Outputs): Promise<Outputs> {
  const formatted = await Promise.all(
    Object.entries(files).map(async ([path, content]) => [path, await formatOutput(root, path, content)] as const),
  );
  return Object.fromEntries(formatted);
}
