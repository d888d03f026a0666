import { describe, expect, test } from 'vitest';
import { sendConnectorSchema } from '../../../../main/contract/send-connector.ts';
import { aliasFormOf, aliasLine, withAlias } from '../../../../renderer/src/delivery/alias.ts';
import { isRuled, ruledDocumentOf, sendRulesOf, withDay } from '../../../../renderer/src/delivery/send-rules.ts';

const connector = (change: object = {}) =>
  sendConnectorSchema.parse({ name: 'Out', addressSpaces: ['*'], smartHosts: ['smtp.provider.example'], ...change });

describe('the rules of a send connector', () => {
  test.each([
    ['none', {}, false],
    ['conditions', { conditions: { senders: ['@office.example', '<>'], receiveConnectors: ['Relay'] } }, true],
    ['hours', { sendWindow: { from: '22:30', to: '05:00' } }, true],
    ['hours on some days', { sendWindow: { from: '22:30', to: '05:00', days: ['Monday', 'Friday'] } }, true],
    [
      'a sender for each device',
      { rewriting: { deviceSenders: [{ remoteIPRange: '10.0.0.1-10.0.0.9', sender: 'a@b.example' }] } },
      true,
    ],
    ['a sender', { rewriting: { sender: 'a@b.example', keepOriginalInReplyTo: false } }, true],
  ])('come back as they were: %s', (_name, change, isAny) => {
    const { conditions, sendWindow, rewriting } = connector(change);
    const rules = sendRulesOf({ conditions, sendWindow, rewriting });
    expect(ruledDocumentOf(rules)).toEqual({ conditions, sendWindow, rewriting });
    expect(isRuled(rules)).toBe(isAny);
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
