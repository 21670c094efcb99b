import { describe, expect, it } from 'vitest';
import { credentialsFromEnvironment } from '../../../../src/cli/account/credentials.ts';

const connection = { tokenUrl: 'https://api.box.com/oauth2/token', timeoutMs: 1000, fetch };
const sourceOf = (environment: Record<string, string>): Promise<string> =>
  credentialsFromEnvironment(environment, connection).then(
    ({ source }) => source,
    (error: Error) => error.message,
  );

const token = { BOX_ACCESS_TOKEN: 'hush' };
const client = { BOX_CLIENT_ID: 'id', BOX_CLIENT_SECRET: 'hush' };

describe('credentials', () => {
  it.each<[string, Record<string, string>, string | RegExp]>([
    ['an access token', token, 'BOX_ACCESS_TOKEN'],
    ['the service account of an enterprise', { ...client, BOX_ENTERPRISE_ID: '5' }, /and BOX_ENTERPRISE_ID$/],
    ['a user', { ...client, BOX_USER_ID: '5' }, /and BOX_USER_ID$/],
    ['the token first', { ...client, BOX_USER_ID: '5', ...token }, 'BOX_ACCESS_TOKEN'],
    ['what is not empty', { ...client, BOX_USER_ID: '5', BOX_ENTERPRISE_ID: '', BOX_ACCESS_TOKEN: '' }, /BOX_USER_ID$/],
  ])('are those of %s', async (_, environment, source) => {
    expect(await sourceOf(environment)).toMatch(source);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing is set', {}, /^There are no credentials\. Set BOX_ACCESS_TOKEN, or/],
    ['only the subject is set', { BOX_ENTERPRISE_ID: '5' }, /^There are no credentials\./],
    ['the secret is missing', { BOX_CLIENT_ID: 'id', BOX_USER_ID: '5' }, /Set BOX_CLIENT_SECRET as well\.$/],
    ['the subject is missing', client, /Set BOX_ENTERPRISE_ID \(or BOX_USER_ID\) as well\.$/],
    ['there are two subjects', { ...client, BOX_ENTERPRISE_ID: '5', BOX_USER_ID: '6' }, /are both set/],
    ['a token has a line break', { BOX_ACCESS_TOKEN: 'hush\n' }, /BOX_ACCESS_TOKEN contains a line break/],
    [
      'the config file is not there',
      { BOX_CONFIG_FILE: 'hush.json' },
      /BOX_CONFIG_FILE names can't be read \(ENOENT\)/,
    ],
    ['the config file is another one', { BOX_CONFIG_FILE: 'package.json' }, /boxAppSettings is missing/],
  ])('are rejected without a value in the message when %s', async (_, environment, message) => {
    const refusal = await sourceOf(environment);
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain('hush');
  });
});
