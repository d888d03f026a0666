import { expect, test } from 'vitest';
import { withKnock } from '../../../main/journal/device-knock.ts';

test('sessions are counted, and each address is kept once', () => {
  const heard = [{}, { mailFrom: 'a@x.example' }, { recipient: 'b@y.example' }, {}, { recipient: 'b@y.example' }];
  const knock = heard.reduce((known, part, at) => withKnock(known, part, 1000 + at), withKnock(null, {}, 1000));
  expect(knock).toEqual({
    ...{ sinceMs: 1000, lastMs: 1004, times: 3 },
    senders: ['a@x.example'],
    recipients: ['b@y.example'],
  });
});

test('a device that tries thousands of addresses fills nothing', () => {
  let knock = withKnock(null, {}, 0);
  for (let n = 0; n < 1000; n += 1) {
    knock = withKnock(knock, { mailFrom: `a${String(n)}@x.example` }, n);
    knock = withKnock(knock, { recipient: `b${String(n)}@x.example` }, n);
  }
  expect([knock.senders.length, knock.recipients.length]).toEqual([5, 20]);
});
