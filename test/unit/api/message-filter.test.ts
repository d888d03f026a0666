import { expect, test } from 'vitest';
import { messageMatcher } from '../../../main/api/message-filter.ts';
import type { QueuedMessage } from '../../../main/transport/queue.ts';

const message = {
  envelope: { mailFrom: 'Scanner@office.example' },
  origin: { connector: 'OFFICE\\Printers', remoteAddress: '192.168.0.181' },
  messageId: '<1@office.example>',
  subject: 'Scan from Büro',
  lastError: '451 4.4.0 later',
  recipients: [
    { address: 'ann@far.example', status: 'ready', lastError: '450 4.2.1 full' },
    { address: 'bob@done.example', status: 'delivered', lastError: null },
  ],
} as unknown as QueuedMessage;

test.each([
  [{ sender: 'scanner' }, true],
  [{ sender: 'bob' }, false],
  [{ recipient: 'FAR.example' }, true],
  [{ recipient: 'done.example' }, false],
  [{ text: 'büro' }, true],
  [{ text: '4.2.1 full' }, true],
  [{ text: 'printers' }, true],
  [{ text: '192.168.0.181' }, true],
  [{ text: 'nothing' }, false],
  [{ sender: 'scanner', recipient: 'ann', text: 'scan' }, true],
  [{ sender: 'scanner', recipient: 'ann', text: 'mail' }, false],
])('%j finds it: %s', (words, found) => {
  expect(messageMatcher(words)?.(message)).toBe(found);
});

test('blanks look for nothing', () => {
  expect(messageMatcher({})).toBeNull();
  expect(messageMatcher({ sender: ' ', recipient: '', text: undefined })).toBeNull();
});
