import { expect, test } from 'vitest';
import type { TrackingRow } from '../../../../main/contract/tracking-calls.ts';
import { eventLine } from '../../../../renderer/src/queue/tracking-lines.ts';

/** Lines of the message tracking log on the page of a message. */

const row = {
  ...{ atMs: 0, eventId: 'SEND', source: 'SMTP', sender: 'a@x.example', recipients: ['b@x.example', 'c@x.example'] },
  ...{ recipientStatus: ['250 2.0.0 OK', '250 2.0.0 OK'], messageSubject: '', messageId: '', internalMessageId: '7' },
  ...{ clientIp: '', clientHostname: '', serverIp: '', serverHostname: 'smart.example', connectorId: 'Internet' },
  ...{
    sourceContext: '',
    totalBytes: 1,
    recipientCount: 2,
    relatedRecipientAddress: '',
    reference: '',
    returnPath: '',
  },
  directionality: '',
} satisfies TrackingRow;

test('what was sent names the host, its words once, and what was changed for it', () => {
  expect(eventLine({ ...row, sourceContext: 'Header fields longer than 998 bytes folded.' })).toEqual({
    ...{ event: 'sent', tone: 'good', recipients: 'b@x.example, c@x.example' },
    ...{ place: 'smart.example · Internet', replies: ['250 2.0.0 OK'] },
    note: 'Header fields longer than 998 bytes folded.',
  });
});

test('the number of a session or the name of a queue is no reason', () => {
  expect(eventLine({ ...row, eventId: 'RECEIVE', sourceContext: '08DF48B022491A8E' })).toMatchObject({
    ...{ event: 'received', tone: 'plain', place: 'Internet', note: '' },
  });
  expect(eventLine({ ...row, eventId: 'DEFER', sourceContext: '[10.0.0.1]' })).toMatchObject({
    tone: 'warn',
    note: '',
  });
});

test('words of the remote are shown as text, and an event nobody knows by its name', () => {
  expect(eventLine({ ...row, eventId: 'HAREDIRECT', recipientStatus: ['550 \u202eevil'] })).toMatchObject({
    ...{ event: 'HAREDIRECT', tone: 'plain', replies: ['550 \\u202eevil'] },
  });
});
