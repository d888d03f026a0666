import { expect, it } from 'vitest';
import { secretText } from '../../../main/cli/first-line.ts';

const read = (text: string) => secretText(() => Promise.resolve(text));
const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
const json = '{\n  "type": "service_account",\n  "private_key": "x"\n}';

it.each([
  ['the first line of a password', 'secret\r\nanything\n', 'secret'],
  ['blanks around a password', ' secret \n', ' secret '],
  ['a password that begins as JSON does', '{secret\nx', '{secret'],
  ['a whole key in PEM', `${pem}\n`, pem],
  ['the whole key of a service account', `${json}\r\n`, json],
])('a secret from standard input is %s', async (_what, input, secret) => {
  expect(await read(input)).toBe(secret);
});

it('nothing is no secret', async () => {
  await expect(read('\n')).rejects.toMatchObject({ code: 'usage' });
});
