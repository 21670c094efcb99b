import ts from 'typescript';
import { expect, it } from 'vitest';
import type { Field } from '../../../scripts/model/fields.ts';
import type { Operation } from '../../../scripts/model/operations.ts';
import { facadeStub } from '../../../scripts/docs/stub.ts';

const field = (name: string, type: string): Field => ({
  name,
  type,
  required: true,
  alternatives: [],
  description: '',
});

function stub(more: Partial<Operation>): string {
  return facadeStub({
    operationId: 'post_devices_terminate_sessions',
    method: 'POST',
    path: '/devices/terminate_sessions',
    summary: 'Sign devices out',
    description: '',
    parameters: [],
    requestBody: { description: '', fields: [field('device_ids', 'string[]')] },
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
  const fields = [field('device_ids', 'string[]'), field('force', 'boolean')];
  expect(stub({ requestBody: { description: '', fields } })).toContain("lists: ['device_ids'],");
});

it('stays sound with any text', () => {
  const text = stub({ operationId: "it's-\\a */ b", summary: 'Ends */ here', path: "/it's" });
  expect(text).toContain("path: '/it\\'s'");
  const source = text.replace(/^.*in the class$/m, 'class Facade {').concat('\n}');
  expect(ts.transpileModule(source, { reportDiagnostics: true }).diagnostics).toEqual([]);
});

it.each([
  { method: 'GET' },
  { path: '/devices/{id}/terminate_sessions' },
  { requestBody: undefined },
  { requestBody: { description: '', fields: [field('all', 'boolean')] } },
])('says what the transport lacks for an operation with %o', (more) => {
  const text = stub(more);
  expect(text).toMatch(
    /^\/\/ src\/transport\.ts sends only POST with a JSON body that holds a list of ids\. Extend it first/,
  );
  expect(text).toContain('@operationId post_devices_terminate_sessions\n');
});
