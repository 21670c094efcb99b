import { createRequire } from 'node:module';
import type * as commander from 'commander';

const require = createRequire(import.meta.url);

/** Not by `import`: Node would take several milliseconds more to read a package that is no ES module. */
export const { Command, CommanderError, Option } = require('commander') as typeof commander;
export type Command = commander.Command;
