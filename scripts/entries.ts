import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

/** The paths in `dist/` of the code that the package's exports name, and of the command. */
export const CODE_ENTRIES = [...exported('default'), ...Object.values(manifest.bin).map((path) => join(path))];

/** The paths in `dist/` of the types that the package's exports name. */
export const TYPE_ENTRIES = exported('types');

function exported(condition: 'default' | 'types'): string[] {
  return Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : [join(target[condition])],
  );
}
