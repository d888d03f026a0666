import { describe, expect, test } from 'vitest';
import { sendConnectorSchema } from '../../../../main/contract/send-connector.ts';
import { aliasFormOf, aliasLine, withAlias } from '../../../../renderer/src/delivery/alias.ts';
import { certificatesNote, quotaNote, rulesNote, senderNote } from '../../../../renderer/src/delivery/fold-notes.ts';
import { quotaFormOf } from '../../../../renderer/src/delivery/quota-form.ts';
import { sendDocumentOf, sendFormOf } from '../../../../renderer/src/delivery/send-form.ts';
import { ruledDocumentOf, sendRulesOf, withDay } from '../../../../renderer/src/delivery/send-rules.ts';

const connector = (change: object = {}) =>
  sendConnectorSchema.parse({ name: 'Out', addressSpaces: ['*'], smartHosts: ['smtp.provider.example'], ...change });

describe('the rules of a send connector', () => {
  test.each([
    ['none', {}, ''],
    [
      'conditions',
      { conditions: { senders: ['@office.example', '<>'], receiveConnectors: ['Relay'] } },
      '2 senders · from Relay',
    ],
    ['hours', { sendWindow: { from: '22:30', to: '05:00' } }, '22:30 to 05:00'],
    [
      'hours on some days',
      { sendWindow: { from: '22:30', to: '05:00', days: ['Monday', 'Friday'] } },
      '22:30 to 05:00 · Monday and Friday',
    ],
    [
      'a sender for each device',
      { rewriting: { deviceSenders: [{ remoteIPRange: '10.0.0.1-10.0.0.9', sender: 'a@b.example' }] } },
      '1 device with its own sender',
    ],
    ['a sender', { rewriting: { sender: 'a@b.example', keepOriginalInReplyTo: false } }, 'as a@b.example'],
  ])('come back as they were: %s', (_name, change, note) => {
    const { conditions, sendWindow, rewriting } = connector(change);
    const rules = sendRulesOf({ conditions, sendWindow, rewriting });
    expect(ruledDocumentOf(rules)).toEqual({ conditions, sendWindow, rewriting });
    expect(`${rulesNote(rules)}${senderNote({ rules, dkim: '' })}`).toBe(note);
  });

  test('keep the days in the order of the week, and leave none to the engine', () => {
    expect(withDay(['Monday', 'Friday'], 'Wednesday', true)).toEqual(['Monday', 'Wednesday', 'Friday']);
    expect(withDay(['Monday'], 'Monday', false)).toEqual([]);
  });

  test('read devices with or without an equals sign, and leave a line without a sender to the engine', () => {
    const rules = sendRulesOf(connector());
    const devices = ' 10.0.0.1 a@b.example\n\n10.0.0.0/24=c@d.example\n10.0.0.2';
    const { rewriting } = ruledDocumentOf({ ...rules, rewriting: { ...rules.rewriting, devices } });
    expect(rewriting.deviceSenders).toEqual([
      { remoteIPRange: '10.0.0.1', sender: 'a@b.example' },
      { remoteIPRange: '10.0.0.0/24', sender: 'c@d.example' },
      { remoteIPRange: '10.0.0.2', sender: '' },
    ]);
  });
});

describe('what is folded away says what is set in it', () => {
  test.each([
    [null, '', ''],
    [true, 'always', 'signed with DKIM'],
    [false, 'never', 'not signed'],
  ])('signDkim %s', (signDkim, dkim, note) => {
    const document = connector({ signDkim });
    const form = sendFormOf(document);
    expect(form.dkim).toBe(dkim);
    expect(senderNote(form)).toBe(note);
    expect(sendDocumentOf(form, connector())).toEqual(document);
  });

  test('certificates count where there is TLS, and partners where mail goes straight to them', () => {
    const change = { smartHosts: [], domainSecureEnabled: true, tlsCertificateName: '<I>CN=a<S>CN=a' };
    const form = sendFormOf(connector(change));
    expect(certificatesNote(form, 'office')).toBe('domain security · shows office');
    expect(certificatesNote({ ...form, direct: false, fingerprint: 'AB' }, 'office')).toBe(
      'shows office · one certificate taken all the same',
    );
    expect(certificatesNote({ ...form, security: 'never' }, 'office')).toBe('');
  });

  test('a quota names its provider and the numbers above it', () => {
    const { quota } = connector({ quota: { preset: 'gmail', messagesPerDay: 1500 } });
    expect(quotaNote(quotaFormOf(quota))).toBe('Gmail · Messages a day: 1,500');
    expect(quotaNote(quotaFormOf(connector().quota))).toBe('');
  });
});

describe('aliases', () => {
  const team = { address: 'team@office.example', deliverTo: ['Team@office.example', 'a@x', 'b@x', 'c@x'] };

  test('as lines say where mail goes', () => {
    expect(aliasLine(team)).toMatchObject({ key: team.address, badges: [{ text: 'keeps its mail' }] });
    expect(aliasLine(team).sentence).toBe('Goes to 4 addresses.');
    expect(aliasLine({ ...team, deliverTo: ['a@x', 'b@x'] })).toMatchObject({
      ...{ sentence: 'Goes to a@x and b@x.', badges: [] },
    });
  });

  test('come back from the form, in their place or behind the others', () => {
    expect(withAlias([team], 0, aliasFormOf(team))).toEqual([team]);
    expect(withAlias([team], 1, { address: ' b@x ', deliverTo: 'c@x, d@x\n' })).toEqual([
      team,
      { address: 'b@x', deliverTo: ['c@x', 'd@x'] },
    ]);
  });
});
