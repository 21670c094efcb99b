import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { drawTerminal, PICTURE_PATH, transcript } from './docs/picture.ts';

// `npm run docs:picture` builds the package first.
await writeFile(PICTURE_PATH, drawTerminal(await transcript(resolve('dist/src/cli.js'))));
console.log(PICTURE_PATH);
