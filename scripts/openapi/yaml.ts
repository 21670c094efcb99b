import { parse } from 'yaml';
import type { Json } from './json.ts';

/**
 * Parses YAML as data: all keys are texts, anchors become copies.
 *
 * @throws {Error} for broken YAML, a duplicate key, or an anchor that contains itself
 */
export function parseYaml(text: string): Json {
  const value: unknown = parse(text, { uniqueKeys: true, schema: 'core', stringKeys: true, logLevel: 'error' });
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
