import { describe, expect, test } from 'vitest';
import { consoleAddress } from '../../../main/cli/commands/serve.ts';
import { judgeFailure } from '../../../main/cli/exit-code.ts';
import { plain, table } from '../../../main/cli/output.ts';
import { errorCodes, PostroomError } from '../../../main/errors.ts';

test('columns are as wide as their widest cell, numbers to the right, nothing is null', () => {
  expect(
    table(
      ['QUEUE', 'N', 'ERROR'],
      [
        ['Unreachable', 12, null],
        ['a', 3, 'two\nlines'],
      ],
    ),
  ).toBe(['QUEUE        N   ERROR', 'Unreachable  12  -', 'a             3  two lines'].join('\n'));
});

test.each([
  ['\u001b[2J', '\\x1b[2J'],
  ['\u009b31m', '\\x9b31m'],
  ['a\rb', 'a\\x0db'],
  ['Grüße, 世界', 'Grüße, 世界'],
])('%j cannot steer a terminal', (text, shown) => {
  expect(plain(text)).toBe(shown);
});

describe('the address of the console', () => {
  test.each([
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['[::1]:48025', { host: '::1', port: 48_025 }],
    ['off', null],
  ])('%s', (text, address) => {
    expect(consoleAddress(text)).toEqual(address);
  });

  test.each(['', '48025', ':48025', '127.0.0.1', '127.0.0.1:65536', '::1:48025'])('"%s" is none', (text) => {
    expect(() => consoleAddress(text)).toThrow('--console takes HOST:PORT');
  });
});

test('every error code has an exit code of its own kind', () => {
  const exits = Object.fromEntries(
    errorCodes.map((code) => [code, judgeFailure(new PostroomError(code, 'x')).exitCode]),
  );
  expect(exits).toEqual({
    'config-invalid': 2,
    'config-conflict': 2,
    'config-unreadable': 2,
    'import-unreadable': 2,
    'confirmation-needed': 2,
    'data-folder-locked': 2,
    'data-folder-unusable': 2,
    'binding-unavailable': 2,
    'certificate-unusable': 2,
    'secret-unavailable': 2,
    'not-found': 1,
    'not-running': 3,
    'not-allowed': 1,
    'connection-failed': 1,
    'queue-full': 1,
    'disk-full': 1,
    'store-failed': 1,
    'sign-in-needed': 1,
    'sign-in-failed': 1,
    usage: 2,
    internal: 1,
  });
});
