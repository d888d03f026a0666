import { describe, expect, it } from 'vitest';
import { serve, invoke } from '../../../main/api/serve.ts';
import { connectClient } from '../../../main/contract/client.ts';
import type { LiveDelta, LiveDialogue } from '../../../main/contract/live-view.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import type { Replayed } from '../../../main/contract/tester-view.ts';
import { createMemoryPorts } from '../../support/memory-port.ts';
import { later, sink } from '../delivery/harness.ts';
import { makeApi } from './make-api.ts';

/** The tester's calls over the contract's border. */

const admin: Caller = { role: 'admin', name: 'test' };
const view: Caller = { role: 'view', name: 'test' };
const conditions = { remoteAddress: '192.168.0.9', localAddress: '192.168.0.1', localPort: 25 };
const text = 'EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@elsewhere.example>\n';

describe('replays', () => {
  it('take what the transcript tells, and what is given before it', async () => {
    const { api } = await makeApi();
    const told = `*** Postroom transcript\n*** Client: 192.168.0.7\n*** Server: 192.168.0.1\n*** Server port: 25\nC: EHLO x\n`;
    const replayed = await api.calls['tester.replay']({ text: told, conditions: {} }, view);
    expect(replayed.result.conditions).toMatchObject({ remoteAddress: '192.168.0.7', localPort: 25, userName: null });
    const given = await api.calls['tester.replay']({ text: told, conditions: { remoteAddress: '10.0.0.1' } }, view);
    expect(given.result.conditions.remoteAddress).toBe('10.0.0.1');
  });

  it.each([
    ['remoteAddress', {}],
    ['localAddress', { remoteAddress: '192.168.0.9' }],
    ['localPort', { remoteAddress: '192.168.0.9', localAddress: '192.168.0.1' }],
  ])('name %s where nobody tells', async (name, known) => {
    const { api } = await makeApi();
    await expect(
      invoke(api, 'tester.replay', { text: 'EHLO x\nQUIT\n', conditions: known }, view),
    ).rejects.toMatchObject({
      code: 'usage',
      path: `conditions.${name}`,
    });
  });

  it('take a parsed transcript back as it was handed out', async () => {
    const { api } = await makeApi();
    const { notes, sessions, ...transcript } = await api.calls['transcript.parse']({ text }, view);
    expect([notes, sessions]).toEqual([[], []]);
    const replayed = (await invoke(api, 'tester.replay', { transcript, conditions }, view)) as Replayed;
    expect(replayed.result.firstRefusal).toBe(3);
    await expect(invoke(api, 'tester.replay', { conditions }, view)).rejects.toMatchObject({ path: 'text' });
    await expect(invoke(api, 'tester.replay', { text, transcript, conditions }, view)).rejects.toMatchObject({
      path: 'text',
    });
  });

  it('are advised on and assessed', async () => {
    const { api, configuration } = await makeApi();
    const advice = await api.calls['tester.advise']({ text, conditions }, view);
    expect(advice.length).toBeGreaterThan(0);
    const patch = advice[0]?.patch ?? {};
    expect(await api.calls['tester.impact']({ patch: { ...patch } }, view)).toMatchObject({ devices: 0 });
    await expect(
      Promise.resolve().then(() => api.calls['tester.impact']({ patch: { receiveConnectors: 'none' } }, view)),
    ).rejects.toMatchObject({ code: 'config-invalid' });
    expect(configuration.current().revision).toBe(1);
  });
});

describe('a session that took place', () => {
  async function recorded() {
    const made = await makeApi();
    const log = made.journal.open({
      id: '00000000000000AB',
      direction: 'receive',
      connector: 'OFFICE\\Default Frontend OFFICE',
      verbose: false,
      localEndpoint: '192.168.0.1:25',
      remoteEndpoint: '192.168.0.9:50123',
    });
    log.write('+', '');
    log.write('>', '220 office Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 09:00:00 +0000');
    for (const [command, reply] of [
      ['EHLO x', '250  office Hello [192.168.0.9] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS 8BITMIME'],
      ['MAIL FROM:<a@b.example>', '250 2.1.0 Sender OK'],
      ['RCPT TO:<bob@elsewhere.example>', '250 2.1.5 Recipient OK'],
    ] as const) {
      log.write('<', command);
      log.write('>', reply);
    }
    log.close('Remote');
    return { ...made, id: '00000000000000AB' };
  }

  it('is a transcript with its conditions, and replayed by one call', async () => {
    const { api, id } = await recorded();
    const { text: printed, conditions: held } = await api.calls['sessions.transcript']({ id }, view);
    expect(printed).toContain('C: RCPT TO:<bob@elsewhere.example>\nS: 250 2.1.5 Recipient OK\n');
    expect(held).toEqual({ ...conditions, implicitTls: false, userName: null });
    const { result } = await api.calls['tester.replaySession']({ id }, view);
    // It was taken then; the configuration of now does not relay for it.
    expect(result).toMatchObject({ verdict: 'different', accepted: false });
    expect(result.steps.map(({ verdict }) => verdict)).toContain('same');
  });

  it('that is unknown, or was ours as a client, says so', async () => {
    const { api, journal } = await makeApi();
    await expect(invoke(api, 'tester.replaySession', { id: 'none' }, view)).rejects.toMatchObject({
      code: 'not-found',
    });
    journal
      .open({
        ...{ id: 'F1', direction: 'send', connector: 'Out', verbose: false },
        ...{ localEndpoint: '192.168.0.1:50000', remoteEndpoint: '192.0.2.1:25' },
      })
      .close('Local');
    expect(await api.calls['sessions.transcript']({ id: 'F1' }, view)).toMatchObject({ conditions: null });
    await expect(invoke(api, 'tester.replaySession', { id: 'F1' }, view)).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('checks', () => {
  it('are listed with what they say now', async () => {
    const { api } = await makeApi();
    await api.calls['checks.save']({ text, conditions, name: 'Outside', expectation: 'now', replace: false }, admin);
    const listed = await api.calls['checks.list']({}, view);
    expect(listed.find(({ name }) => name === 'Outside')).toMatchObject({
      definition: { remoteAddress: '192.168.0.9', enabled: true },
      result: { passed: true, builtIn: false },
    });
    expect(listed.filter(({ definition }) => definition === null).length).toBeGreaterThan(0);
    expect((await api.calls['config.history']({}, view)).at(-1)).toMatchObject({ author: 'test' });
    const file = await api.calls['checks.export']({}, view);
    const [only] = file.checks as { enabled?: boolean }[];
    const off = { ...file, checks: [{ ...only, enabled: false }] };
    expect(await api.calls['checks.import']({ file: off }, admin)).toMatchObject({ replaced: ['Outside'] });
    expect((await api.calls['checks.list']({}, view)).at(-1)).toMatchObject({ name: 'Outside', result: null });
    await expect(invoke(api, 'checks.run', { names: ['Outside'] }, view)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are switched off and on again, and are kept meanwhile', async () => {
    const { api } = await makeApi();
    await api.calls['checks.save']({ text, conditions, name: 'Outside', expectation: 'now', replace: false }, admin);
    const entry = async () => (await api.calls['checks.list']({}, view)).find(({ name }) => name === 'Outside');
    await api.calls['checks.setEnabled']({ name: 'outside', enabled: false }, admin);
    expect(await entry()).toMatchObject({ definition: { enabled: false }, result: null });
    await api.calls['checks.setEnabled']({ name: 'Outside', enabled: true }, admin);
    expect(await entry()).toMatchObject({ definition: { enabled: true }, result: { passed: true } });
    const unknown = invoke(api, 'checks.setEnabled', { name: 'Inside', enabled: true }, admin);
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are changed by administrators only', async () => {
    const { api } = await makeApi();
    for (const [call, input] of [
      ['checks.save', { text, conditions, name: 'Outside' }],
      ['checks.remove', { name: 'Outside' }],
      ['checks.setEnabled', { name: 'Outside', enabled: false }],
      ['checks.import', { file: {} }],
      ['live.open', { host: '127.0.0.1', port: 25 }],
      ['live.send', { id: 'x', line: 'NOOP' }],
    ] as const)
      await expect(invoke(api, call, input, view)).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

describe('live dialogues over the contract', () => {
  it('push their lines as they come, and keep the transcript', async () => {
    const { api, live } = await makeApi();
    later(() => live.stop());
    const server = await sink();
    const ports = createMemoryPorts();
    serve(ports.engine, api, { caller: admin, onError: () => undefined });
    const client = connectClient(ports.client);
    const open = { host: '127.0.0.1', port: server.port };
    await expect(client.call('live.open', open)).rejects.toMatchObject({ code: 'not-allowed' });
    const { id } = await client.call('live.open', { ...open, anyHost: true });
    const seen: (LiveDialogue | LiveDelta)[] = [];
    const take = (value: LiveDialogue | LiveDelta): void => void seen.push(value);
    client.watch('live', { id }, { snapshot: take, delta: take });
    expect(await client.call('live.send', { id, line: 'NOOP' })).toEqual({ lines: ['250 2.0.0 Ok'] });
    await expect(client.call('live.send', { id, line: 'NOOP\r\nDATA' })).rejects.toMatchObject({ code: 'usage' });
    await client.call('live.close', { id });
    expect(seen.flatMap(({ lines }) => lines).map(({ text: shown }) => shown)).toEqual([
      '220 sink.example ESMTP',
      'NOOP',
      '250 2.0.0 Ok',
      'QUIT',
      '221 2.0.0 Bye',
      expect.any(String),
    ]);
    expect(seen.at(-1)?.state).toBe('closed');
    expect(server.commands).toEqual(['NOOP', 'QUIT']);
    const { text: kept } = await client.call('live.transcript', { id });
    expect((await client.call('transcript.parse', { text: kept })).problems).toEqual([]);
    await expect(client.call('live.transcript', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    client.close();
  });
});
