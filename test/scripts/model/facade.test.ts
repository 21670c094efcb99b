import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FACADE_PATH, readFacade } from '../../../scripts/model/facade.ts';
import { Rejection } from '../../../scripts/terminal/rejection.ts';

function facade(members: string): string {
  return `export class SessionTerminationManager {\n${members}\n}\n`;
}

function method(name: string, operationId: string): string {
  return `/**\n * Does it.\n * @operationId ${operationId}\n */\n${name}(): Promise<Answer> { return x; }`;
}

describe('readFacade', () => {
  it("reads the library's own methods, in the order of the source", async () => {
    const methods = readFacade(await readFile(FACADE_PATH, 'utf8')).slice(0, 2);
    expect(methods.map(({ name, operationId, returns }) => ({ name, operationId, returns }))).toEqual([
      {
        name: 'createUserTerminateSession',
        operationId: 'post_users_terminate_sessions',
        returns: 'SessionTerminationMessage',
      },
      {
        name: 'createGroupTerminateSession',
        operationId: 'post_groups_terminate_sessions',
        returns: 'SessionTerminationMessage',
      },
    ]);
    expect(methods.map(({ parameters }) => parameters.map(({ name, type }) => [name, type]))).toEqual([
      [
        ['requestBody', 'CreateUserTerminateSessionRequestBodyArg'],
        ['options', 'CallOptions'],
      ],
      [
        ['requestBody', 'CreateGroupTerminateSessionRequestBodyArg'],
        ['options', 'CallOptions'],
      ],
    ]);
  });

  it('tells which parameters a caller may leave out, and what their docs say', () => {
    const source = facade(`
      /**
       * @param body - what to
       *   send
       * @operationId post_x
       */
      async createX(body: { a: string; b?: Map<string, number> }, options: Options = {}, last?: string): Promise<Answer | undefined> {}`);
    expect(readFacade(source)).toEqual([
      {
        name: 'createX',
        operationId: 'post_x',
        parameters: [
          { name: 'body', type: '{ a: string; b?: Map<string, number> }', doc: 'what to send' },
          { name: 'options', type: 'Options', doc: '' },
          { name: 'last', type: 'string', doc: '' },
        ],
        returns: 'Answer | undefined',
      },
    ]);
  });

  it('leaves out what is not for callers, and other classes', () => {
    const source = `class Other { help() {} }\n${facade(`
      #secret = 1;
      constructor(options: object) {}
      get state(): string { return ''; }
      ${method('createX', 'post_x')}
      private hidden() {}
      protected also() {}
      static make() {}
      #call() {}`)}`;
    expect(readFacade(source).map(({ name }) => name)).toEqual(['createX']);
  });

  it('reads source with the line ends of Windows', () => {
    const source = facade(method('createX', 'post_x')).replaceAll('\n', '\r\n');
    expect(readFacade(source)[0]?.operationId).toBe('post_x');
  });

  it.each([
    ['no tag', 'createX(): Promise<Answer> {}', 'createX has to name its operation'],
    ['an empty tag', '/** @operationId */ createX(): Promise<Answer> {}', 'createX has to name its operation'],
    ['a tag of two words', method('createX', 'post x'), 'createX has to name its operation'],
    [
      'two tags',
      '/** @operationId post_x\n * @operationId post_y */ createX(): Promise<Answer> {}',
      'createX has to name its operation',
    ],
    [
      'one operation for two methods',
      `${method('createX', 'post_x')}\n${method('createY', 'post_x')}`,
      'createX and createY both name post_x',
    ],
    ['no return type', '/** @operationId post_x */ createX() {}', 'createX has to declare its return type'],
    ['broken TypeScript', 'createX(: Promise<', ":2 can't be read as TypeScript"],
  ])('rejects %s in one line that names the file', (_, members, reason) => {
    const read = (): unknown => readFacade(facade(members));
    expect(read).toThrow(Rejection);
    expect(read).toThrow(reason);
    expect(read).toThrow(/^src\/client\/session-termination-manager\.ts[^\n]*\.$/);
  });

  it.each(['', 'export {};', '<!doctype html><title>Not found</title>'])(
    'rejects a source without the class: %j',
    (source) => {
      expect(() => readFacade(source)).toThrow(Rejection);
    },
  );
});
