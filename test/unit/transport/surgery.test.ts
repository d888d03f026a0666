import { describe, expect, it } from 'vitest';
import { until } from '../../support/manual-clock.ts';
import { forwardFrame, renewedHeader } from '../../../main/transport/resubmission.ts';
import { HOUR, MINUTE, startRelay } from './relay.ts';

const toAll = { name: 'Internet', addressSpaces: ['*'], smartHosts: ['smart.example'] };
const other = { name: 'Other', addressSpaces: ['other.example'], smartHosts: ['other.host'] };

describe('queue surgery', () => {
  it('changes who waits, and sends to them at once', async () => {
    const relay = await startRelay({ sendConnectors: [toAll] });
    relay.targets.behaviour = (address) => (address.startsWith('wrong') ? '450 4.2.1 Mailbox busy' : 'delivered');
    const id = await relay.submit({ to: ['wrong@a.example'] });
    await relay.settled();
    await relay.transport.editRecipients(id, ['right@a.example'], true);
    await until(() => relay.targets.deliveredTo('right@a.example') === 1, 'delivered to the new one');
    await relay.settled();
    expect(await relay.queue.find(id)).toBeNull();
    expect(relay.targets.delivered).toHaveLength(1);
  });

  it('leaves a message that is not to be sent now as it waits', async () => {
    const relay = await startRelay({ sendConnectors: [toAll] });
    relay.targets.behaviour = () => '450 4.2.1 Mailbox busy';
    const id = await relay.submit({ to: ['wrong@a.example'] });
    await relay.settled();
    const before = await relay.queue.find(id);
    await relay.transport.editRecipients(id, ['right@a.example'], false);
    expect(await relay.queue.find(id)).toMatchObject({ status: 'ready', nextAttemptMs: before?.nextAttemptMs });
    await relay.transport.suspendMessages([id]);
    await relay.transport.editRecipients(id, ['third@a.example'], false);
    expect(await relay.queue.find(id)).toMatchObject({ status: 'suspended' });
  });

  it('does not touch what is being sent, and lets it flow on', async () => {
    const relay = await startRelay({ sendConnectors: [toAll] });
    relay.targets.hanging.add('smart.example');
    const id = await relay.submit({ to: ['bob@a.example'] });
    await expect(relay.transport.editRecipients(id, ['eve@a.example'], true)).rejects.toMatchObject({
      code: 'not-allowed',
    });
    relay.targets.release('smart.example');
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'delivered as it was');
    expect(relay.targets.deliveredTo('eve@a.example')).toBe(0);
  });

  it('takes what waits in memory out of the way first', async () => {
    const relay = await startRelay({ sendConnectors: [{ ...toAll, maxConnections: 1 }] });
    relay.targets.hanging.add('smart.example');
    await relay.submit({ to: ['first@a.example'] });
    const id = await relay.submit({ to: ['wrong@a.example'] });
    await relay.transport.editRecipients(id, ['right@a.example'], true);
    relay.targets.release('smart.example');
    await until(() => relay.targets.delivered.length === 2, 'both delivered');
    expect(relay.targets.delivered.map(({ address }) => address)).toEqual(['first@a.example', 'right@a.example']);
  });

  it('holds messages for a reason, and releases them', async () => {
    const relay = await startRelay({ sendConnectors: [] });
    const ids = [await relay.submit({ to: ['a@a.example'] }), await relay.submit({ to: ['b@a.example'] })];
    await relay.settled();
    expect(await relay.transport.holdMessages([...ids, 12345], 'Held: ask Ann', null)).toBe(2);
    expect(await relay.queue.find(ids[0] ?? 0)).toMatchObject({ status: 'suspended', lastError: 'Held: ask Ann' });
    relay.configure({ sendConnectors: [toAll] });
    await relay.settled();
    expect(relay.targets.delivered).toHaveLength(0);
    await relay.transport.resumeMessages(ids);
    await until(() => relay.targets.delivered.length === 2, 'released');
  });

  it('holds until a time, and sends by itself then', async () => {
    const relay = await startRelay({ sendConnectors: [toAll] });
    relay.targets.behaviour = () => '450 4.2.1 Mailbox busy';
    const id = await relay.submit({ to: ['a@a.example'] });
    await relay.settled();
    await relay.transport.holdMessages([id], 'Held: over lunch', relay.clock.now() + 2 * HOUR);
    relay.targets.behaviour = () => 'delivered';
    await relay.pass(HOUR, 10 * MINUTE);
    expect(relay.targets.delivered).toHaveLength(0);
    await relay.pass(HOUR + MINUTE, 10 * MINUTE);
    await until(() => relay.targets.deliveredTo('a@a.example') === 1, 'released by itself');
  });

  it('sends through another connector, whatever routing says, and back as routing says', async () => {
    const relay = await startRelay({ sendConnectors: [toAll, other] });
    relay.targets.behaviour = (_, target) => (target === 'smart.example' ? '450 4.7.1 Greylisted' : 'delivered');
    const id = await relay.submit({ to: ['bob@a.example'] });
    await relay.settled();
    expect(await relay.transport.rerouteMessages([id], 'other')).toBe(1);
    await until(() => relay.targets.deliveredTo('bob@a.example') === 1, 'sent another way');
    expect(relay.targets.delivered[0]?.target).toBe('other.host');
    await expect(relay.transport.rerouteMessages([id], 'Nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('messages made of others', () => {
  it('have a Message-ID of their own, and name the old one', () => {
    const header = 'From: a@b\r\nMessage-ID:\r\n <old@x>\r\nSubject: x\r\n';
    expect(renewedHeader(header, '<new@y>')).toBe(
      'Message-ID: <new@y>\r\nReferences: <old@x>\r\nFrom: a@b\r\nSubject: x\r\n',
    );
    expect(renewedHeader('References: <a@b>\r\nMessage-ID: <old@x>\r\n', '<new@y>')).toBe(
      'Message-ID: <new@y>\r\nReferences: <a@b>\r\n',
    );
    expect(renewedHeader('From: a@b\r\n', '<new@y>')).toBe('Message-ID: <new@y>\r\nFrom: a@b\r\n');
  });

  it('say nothing in their subject that would be another header', () => {
    const { before } = forwardFrame({
      ...{ postmaster: 'p@x', recipients: ['a@x', 'b@x'], subject: 'x\r\nBcc: evil@y', mailFrom: 'f@x' },
      ...{ boundary: 'BB', messageId: '<1@x>', date: 'now', eightBit: true },
    });
    expect(before).toContain('Subject: Fwd: x  Bcc: evil@y\r\n');
    expect(before).not.toMatch(/^Bcc/m);
    expect(before).toContain('Content-Transfer-Encoding: 8bit\r\n');
  });
});
