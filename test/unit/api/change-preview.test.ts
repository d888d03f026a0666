import { describe, expect, it } from 'vitest';
import { createConfigurationCalls } from '../../../main/api/configuration.ts';
import type { DeviceCard } from '../../../main/contract/session-view.ts';
import type { Replayer } from '../../../main/tester/replayer.ts';
import { openWith } from '../config/config-folder.ts';
import { connector, device, makeReplayer, relayRight } from '../tester/stand.ts';

/** Each change of the configuration tells what it changes for checks and devices, and is made whatever comes of that. */

const caller = { role: 'admin', name: 'Anna' } as const;
const office = connector({ name: 'Default' });
const relay = connector({ name: 'Relay', extendedRights: relayRight, remoteIPRanges: ['192.168.0.181'] });

async function open(replayer: Replayer = makeReplayer(), devices?: () => readonly DeviceCard[]) {
  const { configuration } = await openWith({
    receiveConnectors: [office, relay],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.example.com'] }],
  });
  const errors: unknown[] = [];
  const sender = device('192.168.0.181', { mailFrom: 'scanner@office.example' });
  const calls = createConfigurationCalls({
    ...{ configuration, replayer, devices: devices ?? (() => [sender]) },
    onError: (error) => errors.push(error),
  });
  return { configuration, calls, errors };
}

const stopsRelay = { receiveConnectors: [office] };
const refused = { subject: '192.168.0.181', before: 'accepted', worse: true };

describe('a change of the configuration', () => {
  it('is told of before it is made, and does nothing then', async () => {
    const { calls, configuration } = await open();
    const { revision } = configuration.current();
    const { impact, findings } = await calls['config.checkPatch']({ patch: stopsRelay }, caller);
    expect(impact).toMatchObject({ devices: 1, checks: 1, changes: [refused] });
    expect(findings).toEqual([]);
    const draft = { ...configuration.sparse(), ...stopsRelay };
    expect((await calls['config.check']({ draft }, caller)).impact).toEqual(impact);
    expect(configuration.current().revision).toBe(revision);
  });

  it('is told of when it is made, applied, patched or undone', async () => {
    const { calls, configuration } = await open();
    const change = () => ({ baseRevision: configuration.current().revision, confirmations: [] });
    const patched = await calls['config.patch']({ patch: stopsRelay, ...change() }, caller);
    expect(patched).toMatchObject({ revision: configuration.current().revision, impact: { changes: [refused] } });
    const undone = await calls['config.undo'](change(), caller);
    expect(undone.impact?.changes).toMatchObject([{ subject: '192.168.0.181', after: 'accepted', worse: false }]);
    const draft = { ...configuration.sparse(), ...stopsRelay };
    expect((await calls['config.apply']({ draft, ...change() }, caller)).impact?.changes).toMatchObject([refused]);
    const password = { userName: 'alice', password: 'correct horse' };
    expect((await calls['account.setPassword'](password, caller)).impact?.changes).toEqual([]);
  });

  it('that is not valid has no impact', async () => {
    const { calls, errors } = await open();
    const report = await calls['config.checkPatch']({ patch: { receiveConnectors: [{ name: 'x' }] } }, caller);
    expect(report.impact).toBeNull();
    expect(report.findings).not.toEqual([]);
    expect(errors).toEqual([]);
  });

  it('that is refused has none either', async () => {
    const { calls } = await open();
    const stale = { patch: stopsRelay, baseRevision: 99, confirmations: [] };
    await expect(calls['config.patch'](stale, caller)).rejects.toMatchObject({ code: 'config-conflict' });
  });

  it.each([
    ['replays', { replay: () => Promise.reject(new Error('broken')) }, undefined],
    [
      'the history of devices',
      undefined,
      () => {
        throw new Error('broken');
      },
    ],
  ] as const)('is made although %s fail', async (_what, replayer, devices) => {
    const { calls, configuration, errors } = await open(replayer, devices);
    const { revision: baseRevision } = configuration.current();
    expect((await calls['config.checkPatch']({ patch: stopsRelay }, caller)).impact).toBeNull();
    const applied = await calls['config.patch']({ patch: stopsRelay, baseRevision, confirmations: [] }, caller);
    expect(applied).toEqual({ revision: baseRevision + 1, impact: null });
    expect(configuration.current().receiveConnectors).toHaveLength(1);
    expect(errors).toEqual([new Error('broken'), new Error('broken')]);
  });
});
