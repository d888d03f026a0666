import { describe, expect, it } from 'vitest';
import { findRenames } from '../../../main/config/renamed-secrets.ts';
import { sendConnectorSchema } from '../../../main/contract/send-connector.ts';
import { openShell, textsOf } from '../../support/shell-harness.ts';
import { guideDocument } from '../../support/guide-configuration.ts';
import { open, openWith } from './config-folder.ts';

/** A send connector that gets another name keeps its password. */

const me = { author: 'me' };
const login = (name: string, host: string, more: object = {}) => ({
  ...{ name, addressSpaces: ['*'], smartHosts: [host], userName: 'scanner@office.example' },
  ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', ...more },
});
const oauth = { provider: 'Other', flow: 'ClientCredentials', clientId: 'app', issuer: 'https://login.example' };
const renames = (before: readonly object[], after: readonly object[]): object =>
  Object.fromEntries(
    findRenames(
      before.map((one) => sendConnectorSchema.parse(one)),
      after.map((one) => sendConnectorSchema.parse(one)),
    ),
  );

describe('a send connector counts as renamed', () => {
  const [a, b] = [login('A', 'a.example'), login('B', 'b.example')];

  it('where the same account at the same host stands under another name', () => {
    expect(renames([a, b], [login('New', 'A.example', { comment: 'x', port: 587 }), b])).toEqual({ A: 'New' });
    expect(renames([a, b], [b, login('a', 'a.example')])).toEqual({ A: 'a' });
    expect(renames([a, b], [login('B', 'a.example')])).toEqual({ A: 'B' });
  });

  it('where two swap their names', () => {
    expect(renames([a, b], [login('B', 'a.example'), login('A', 'b.example')])).toEqual({ A: 'B', B: 'A' });
  });

  it('by its place in the list where several have the same account', () => {
    const [one, two] = [login('One', 'a.example'), login('Two', 'a.example')];
    const after = [login('First', 'a.example'), login('Second', 'a.example')];
    expect(renames([one, two], after)).toEqual({ One: 'First', Two: 'Second' });
    expect(renames([one], [one, login('Copy', 'a.example')])).toEqual({});
  });

  it('never where its password would go to another host or for another account', () => {
    expect(renames([a], [login('New', 'evil.example')])).toEqual({});
    expect(renames([a], [login('New', 'a.example', { userName: 'other@office.example' })])).toEqual({});
    expect(renames([a], [login('New', 'a.example', { smartHostAuthMechanism: 'None' })])).toEqual({});
    expect(renames([a], [login('New', 'a.example', { smartHostAuthMechanism: 'OAuth', oauth })])).toEqual({});
  });
});

describe('the password of a send connector', () => {
  it('goes along when it is renamed, back again with undo, and is not called missing', async () => {
    const before = { sendConnectors: [login('Old', 'a.example')] };
    const { folder, configuration } = await openWith(before);
    await configuration.secrets.set('send-connector/Old', 'correct horse');
    await configuration.secrets.set('send-connector/New', 'of one that was removed');
    const patch = { sendConnectors: [login('New', 'a.example')] };
    expect(configuration.checkPatch(patch).findings).toEqual([]);
    const seen: (readonly string[])[] = [];
    configuration.onChange(() => seen.push(configuration.secrets.names()));
    await configuration.patch(patch, { baseRevision: 1, ...me });
    expect(seen).toEqual([['send-connector/New']]);
    const again = await open(folder);
    expect(await again.secrets.get('send-connector/New')).toBe('correct horse');
    await again.undo({ baseRevision: 2, ...me });
    expect(await again.secrets.get('send-connector/Old')).toBe('correct horse');
  });

  it('is exchanged where two connectors exchange their names', async () => {
    const { configuration } = await openWith({ sendConnectors: [login('A', 'a.example'), login('B', 'b.example')] });
    await configuration.secrets.set('send-connector/A', 'for a');
    await configuration.secrets.set('send-connector/B', 'for b');
    const patch = { sendConnectors: [login('B', 'a.example'), login('A', 'b.example')] };
    await configuration.patch(patch, { baseRevision: 1, ...me });
    expect(await configuration.secrets.get('send-connector/B')).toBe('for a');
    expect(await configuration.secrets.get('send-connector/A')).toBe('for b');
  });

  it('goes along with client secret and tokens of OAuth', async () => {
    const way = { smartHostAuthMechanism: 'OAuth', oauth };
    const { configuration } = await openWith({ sendConnectors: [login('Old', 'a.example', way)] });
    await configuration.secrets.set('oauth-client/Old', 'client secret');
    await configuration.secrets.set('oauth-tokens/Old', 'tokens');
    const patch = { sendConnectors: [login('New', 'a.example', way)] };
    await configuration.patch(patch, { baseRevision: 1, ...me });
    expect(configuration.secrets.names()).toEqual(['oauth-client/New', 'oauth-tokens/New']);
    expect(await configuration.secrets.get('oauth-client/New')).toBe('client secret');
  });

  it('stays where it is when the new name is for another host', async () => {
    const { configuration } = await openWith({ sendConnectors: [login('Old', 'a.example')] });
    await configuration.secrets.set('send-connector/Old', 'correct horse');
    const patch = { sendConnectors: [login('New', 'b.example')] };
    expect(configuration.checkPatch(patch).findings.map(({ text }) => text)).toEqual([
      'Send connector "New" has no password yet; set the secret send-connector/New.',
    ]);
    await configuration.patch(patch, { baseRevision: 1, ...me });
    expect(configuration.secrets.names()).toEqual(['send-connector/Old']);
  });

  it('goes along with Set-SendConnector -Name', async () => {
    const shell = await openShell(guideDocument(), 120);
    const [first] = (await shell.caller.call('config.get', {})).document.sendConnectors;
    expect(first?.name).toBe('Internet');
    await shell.run(
      'Set-SendConnector Internet -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential (Get-Credential relay)',
      ['hunter2 hunter2'],
    );
    const records = await shell.run("Set-SendConnector Internet -Name 'Outside'");
    expect([textsOf(records, 'error'), textsOf(records, 'warning')]).toEqual([[], []]);
    expect(await shell.caller.call('secret.list', {})).toEqual(['send-connector/Outside']);
  });
});
