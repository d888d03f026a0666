import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { Alerts } from '../../../main/alerts/alerts.ts';
import { createEmailChannel, type AlertMail } from '../../../main/alerts/email-channel.ts';
import type { DeliveryFailure } from '../../../main/alerts/failures.ts';
import { compileAlerts } from '../../../main/config/compile-alerts.ts';
import { compile } from '../../../main/config/compile.ts';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import type { Problem } from '../../../main/contract/problem-view.ts';
import { PostroomError } from '../../../main/errors.ts';
import type { QueuedMessage } from '../../../main/transport/queue.ts';
import { alertRoutes, createFailureListener } from '../../../main/wiring/engine-alerts.ts';
import { aNotice, anItem } from '../../support/alerts.ts';

const never = new AbortController().signal;
const configuration = compile(
  documentSchema.parse({
    acceptedDomains: [{ name: 'Office', domainName: 'office.example' }],
    sendConnectors: [
      { name: 'Internet', addressSpaces: ['*'], smartHosts: ['smart.example'] },
      { name: 'Partner', addressSpaces: ['partner.example'], smartHosts: ['mail.partner.example'] },
    ],
    alerts: { emailRecipients: ['admin@office.example', 'boss@far.example', 'help@partner.example'] },
  }),
  1,
);

function channel(submit: (mail: AlertMail) => Promise<void>, settings = configuration.alerts) {
  return createEmailChannel({
    ...{ submit, settings: () => settings, fqdn: () => 'mail.office.example', serverName: () => 'OFFICE' },
    routesOf: (sender, recipient) => alertRoutes(configuration, sender, recipient),
  });
}

const stuck: Problem = {
  ...{ kind: 'queue-stuck', code: 'queue-stuck', text: '3 messages wait.', action: 'Look.' },
  facts: {
    ...{ queue: 'smart.example', connector: 'OFFICE\\Internet', messages: 3, sinceMs: 1 },
    ...{ lastError: null, isSetting: false },
  },
};
const noPassword: Problem = {
  ...{ kind: 'secret-missing', code: 'secret-missing', text: 'No password.', action: 'Set it.' },
  facts: { connector: 'Partner' },
};
const items = [anItem('Drucker im Büro'), anItem('B')];

test('an alert is one well-formed mail that says what to do, with umlauts too', async () => {
  const mails: AlertMail[] = [];
  const notice = aNotice({ title: 'Büro: 39 things need you.', problems: { items, more: 37 } });
  const result = await channel((mail) => Promise.resolve(void mails.push(mail))).send(notice, [], never);
  expect(result.state).toBe('sent');
  const [mail] = mails;
  expect(mail).toMatchObject({
    sender: 'postmaster@office.example',
    recipients: configuration.alerts.email?.recipients,
  });
  const parsed = await PostalMime.parse(mail?.text ?? '');
  expect(parsed).toMatchObject({
    subject: '[OFFICE] Büro: 39 things need you.',
    from: { address: 'postmaster@office.example', name: 'Postroom' },
    messageId: '<postroom-alert-n1@mail.office.example>',
  });
  for (const text of ['Drucker im Büro is wrong.', 'What to do: Mend B.', 'and 37 more'])
    expect(parsed.text).toContain(text);
  expect(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
  expect(mail?.text).toMatch(/^(?:[\t\x20-\x7e]*\r\n)*$/);
});

test('text of others cannot add a header', async () => {
  const mails: AlertMail[] = [];
  const notice = aNotice({
    title: 'A\r\nBcc: thief@far.example',
    problems: { items: [anItem('x\r\n.\r\nQUIT')], more: 0 },
  });
  await channel((mail) => Promise.resolve(void mails.push(mail))).send(notice, [], never);
  const parsed = await PostalMime.parse(mails[0]?.text ?? '');
  expect(parsed.bcc).toBeUndefined();
  expect(mails[0]?.text).not.toMatch(/^(?:Bcc|\.|QUIT)/m);
});

test('an alert about a route does not go by that route', async () => {
  const sent: (readonly string[])[] = [];
  const email = channel(({ recipients }) => Promise.resolve(void sent.push(recipients)));
  await email.send(aNotice(), [stuck], never);
  await email.send(aNotice(), [noPassword], never);
  expect(sent).toEqual([
    ['admin@office.example', 'help@partner.example'],
    ['admin@office.example', 'boss@far.example'],
  ]);
  const onlyOutside = compileAlerts(alertsSchema.parse({ emailRecipients: ['boss@far.example'] }), 'p@office.example');
  const blocked = await channel(() => Promise.reject(new Error('never asked')), onlyOutside).send(
    aNotice(),
    [stuck],
    never,
  );
  expect(blocked.state).toBe('blocked');
});

test('a queue that takes nothing is asked again', async () => {
  const email = channel(() => Promise.reject(new PostroomError('queue-full', 'The disk is full.')));
  expect(await email.send(aNotice(), [], never)).toEqual({ state: 'retry', text: 'The disk is full.' });
});

test('the failure of an alert is not told again, nor that of a notification', () => {
  const told: (DeliveryFailure | string)[] = [];
  const alerts: Pick<Alerts, 'failed' | 'mailFailed'> = {
    failed: (failure) => told.push(failure),
    mailFailed: (reply) => told.push(reply),
  };
  const listener = createFailureListener(alerts, { current: () => configuration });
  const message = (messageId: string, source: string, mailFrom: string) =>
    ({ messageId, origin: { source }, envelope: { mailFrom }, subject: 'Scan' }) as unknown as QueuedMessage;
  const failures = [{ address: 'bob@far.example', reply: '550 5.1.1 Nobody' }];
  listener(message('<postroom-alert-n1@x>', 'PICKUP', 'postmaster@office.example'), failures);
  listener(message('<1@x>', 'DSN', ''), failures);
  // Anybody may call a message so who comes by SMTP.
  listener(message('<postroom-alert-n1@x>', 'SMTP', 'scanner@office.example'), failures);
  expect(told).toMatchObject([
    '550 5.1.1 Nobody',
    { sender: 'scanner@office.example', recipient: 'bob@far.example', reply: '550 5.1.1 Nobody', subject: 'Scan' },
  ]);
});
