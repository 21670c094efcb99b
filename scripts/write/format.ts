import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/**
 * Formats an output as the project's own files are.
 *
 * @param path - within the root; its ending decides the language
 */
export async function formatOutput(root: string, path: string, content: string): Promise<string> {
  const filepath = join(root, path);
  return format(content, { ...(await resolveConfig(filepath, { editorconfig: true })), filepath });
}
