import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FACADE_PATH, readFacade, type FacadeMethod } from './facade.ts';
import { Rejection } from '../terminal/rejection.ts';
import {
  readAlternatives,
  readErrorClasses,
  readInterface,
  readNumbers,
  type DocumentedField,
  type ErrorClass,
} from './source.ts';

/** What the documentation says about the library, read from the library's own source, so that each fact stands in one place. */
export interface Library {
  methods: FacadeMethod[];
  /** The options of one call. */
  callOptions: DocumentedField[];
  errors: ErrorClass[];
  /** Statuses after which the library retries. */
  retriedStatuses: number[];
  /** For each type of a request body, the fields of which a caller has to pass at least one. */
  alternatives: Readonly<Record<string, string[]>>;
}

/**
 * Reads the library's source in `src/`.
 *
 * @throws {@link Rejection} when a file is missing, or lacks what the documentation needs
 */
export async function readLibrary(root: string): Promise<Library> {
  const read = <Fact>(path: string, use: (source: string, path: string) => Fact): Promise<Fact> =>
    readFile(join(root, path), 'utf8').then(
      (source) => use(source, path),
      () => {
        throw new Rejection(`${path} can't be read. Put it back, or fix scripts/model/library.ts.`);
      },
    );
  const [methods, callOptions, errors, retriedStatuses, alternatives] = await Promise.all([
    read(FACADE_PATH, readFacade),
    read('src/client/options.ts', (source, path) => readInterface(source, path, 'CallOptions')),
    read('src/errors.ts', readErrorClasses),
    read('src/http/retry.ts', (source, path) => readNumbers(source, path, 'RETRIED_STATUSES')),
    read('src/client/operation-types.ts', readAlternatives),
  ]);
  return { methods, callOptions, errors, retriedStatuses, alternatives };
}
