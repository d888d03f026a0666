import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../main/contract/declaration.ts';
import { makeApi } from './make-api.ts';

const caller: Caller = { role: 'admin', name: 'tester' };
const provider = {
  name: 'Provider',
  addressSpaces: ['SMTP:*;1', '*.partner.example;5'],
  smartHosts: ['[192.0.2.1]', 'smtp.provider.example'],
  port: 587,
  smartHostAuthMechanism: 'BasicAuth',
  userName: 'office',
};

describe('sendConnectors.describe', () => {
  it('decides what a connector leaves open, as a patch would make it', async () => {
    const { api, configuration } = await makeApi();
    const before = configuration.current().revision;
    const { connectors, findings } = await api.calls['sendConnectors.describe'](
      { patch: { sendConnectors: [provider] } },
      caller,
    );
    expect(connectors).toEqual([
      {
        name: 'Provider',
        enabled: true,
        addressSpaces: [
          { pattern: '', match: 'any', cost: 1 },
          { pattern: 'partner.example', match: 'both', cost: 5 },
        ],
        smartHosts: ['192.0.2.1', 'smtp.provider.example'],
        port: 587,
        tls: 'required',
        tlsAuthLevel: 'DomainValidation',
        password: 'missing',
        oauth: null,
        lastSuccess: null,
        lastFailure: null,
      },
    ]);
    expect(findings).toMatchObject([{ severity: 'warning', path: 'sendConnectors[0].userName' }]);
    expect(configuration.current().revision).toBe(before);
  });

  it('tells how the last attempts went, with what the reply means', async () => {
    const { api, configuration, state } = await makeApi();
    const baseRevision = configuration.current().revision;
    await configuration.patch({ sendConnectors: [provider] }, { baseRevision, author: 'tester' });
    await configuration.secrets.set('send-connector/Provider', 'a password');
    const text = '535 5.7.8 Authentication credentials invalid';
    state.lastAttempts.set('Provider', {
      success: { atMs: 1, host: 'smtp.provider.example' },
      failure: { atMs: 2, host: 'smtp.provider.example', text, unreachable: true },
    });
    const { connectors } = await api.calls['sendConnectors.describe']({}, caller);
    expect(connectors).toMatchObject([
      { password: 'stored', lastSuccess: { atMs: 1 }, lastFailure: { atMs: 2, text, unreachable: true } },
    ]);
    expect(connectors?.[0]?.lastFailure?.hint).not.toBe('');
  });

  it('names what is wrong with a patch by its path', async () => {
    const { api } = await makeApi();
    const patch = { sendConnectors: [{ ...provider, smartHosts: [] }] };
    const { connectors, findings } = await api.calls['sendConnectors.describe']({ patch }, caller);
    expect(connectors).toBeNull();
    expect(findings).toContainEqual(expect.objectContaining({ path: 'sendConnectors[0].smartHosts' }));
  });
});

describe('mailboxes.exampleNames', () => {
  it('names what the first device with a name would send', async () => {
    const { api, configuration } = await makeApi();
    const ask = () => api.calls['mailboxes.exampleNames']({ pattern: '{date}' }, caller);
    expect(await ask()).toEqual([{ name: '192.168.0.181', saved: '{date}' }]);
    const baseRevision = configuration.current().revision;
    await configuration.patch(
      { devices: [{ address: '10.0.0.1', name: 'Büro MFP' }] },
      { baseRevision, author: 'tester' },
    );
    expect(await ask()).toEqual([{ name: 'Büro MFP', saved: '{date}' }]);
  });
});
