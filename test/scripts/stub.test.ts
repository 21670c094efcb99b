import ts from 'typescript';
import { expect, it } from 'vitest';
import type { Operation } from '../../scripts/operations.ts';
import { facadeStub } from '../../scripts/stub.ts';

function stub(more: Partial<Operation>): string {
  return facadeStub({
    operationId: 'post_devices_terminate_sessions',
    method: 'POST',
    path: '/devices/terminate_sessions',
    summary: 'Sign devices out',
    description: '',
    requestBody: undefined,
    responses: [],
    answer: { type: 'SessionTerminationMessage', fields: [] },
    facade: undefined,
    referenceUrl: 'https://developer.box.com/reference/post-devices-terminate-sessions/',
    anchor: '',
    ...more,
  });
}

it('names the method as Box names what is posted, and its operation', () => {
  expect(stub({})).toMatch(/@operationId post_devices_terminate_sessions\n[^]*createDevicesTerminateSessions\(/);
});

it('lists the lists of the body, and no other field', () => {
  const field = (name: string, type: string) => ({ name, type, required: true, alternatives: [], description: '' });
  const fields = [field('device_ids', 'string[]'), field('force', 'boolean')];
  expect(stub({ requestBody: { description: '', fields } })).toContain("lists: ['device_ids'],");
});

it('stays sound with any text', () => {
  const text = stub({ operationId: "it's-\\a */ b", summary: 'Ends */ here', path: "/it's" });
  expect(text).toContain("path: '/it\\'s'");
  const source = text.replace(/^ {2}\/\*\*/m, 'class Facade {\n$&').concat('\n}');
  expect(ts.transpileModule(source, { reportDiagnostics: true }).diagnostics).toEqual([]);
});
