import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createShellCalls } from '../../../main/api/shell.ts';
import type { Caller } from '../../../main/cli/context.ts';
import { systemClock } from '../../../main/clock.ts';
import { defaultDocument } from '../../../main/config/defaults.ts';
import type { CallInput, CallName, CallResult } from '../../../main/contract/calls.ts';
import { serviceNames } from '../../../main/contract/status-view.ts';
import { fakeApi } from '../../support/fake-api.ts';
import { invoke } from '../../../main/api/serve.ts';
import { harnessOf, openShell, outputOf, textsOf, type ShellHarness } from '../../support/shell-harness.ts';

/** Every block that guides give, pasted as it stands into a new configuration. */

const text = readFileSync('test/fixtures/cmdlets/documented.ps1', 'utf8');
const blocks = text
  .split(/^#= /m)
  .slice(1)
  .map((block) => block.split(/\n([\s\S]*)/))
  .map(([title = '', paste = '']) => ({ title, paste }));

function blockNamed(part: string): string {
  const found = blocks.filter(({ title }) => title.includes(part));
  if (found[0] === undefined || found.length > 1) throw new Error(`"${part}" names ${String(found.length)} blocks`);
  return found[0].paste;
}

/** A fresh server of that name. The connectors that a guide has made before are made by the cmdlets too. */
async function newServer(hostname: string, ...connectors: readonly string[]): Promise<ShellHarness> {
  const shell = await openShell(defaultDocument({ hostname, ports: { smtp: 25, submission: 587 } }), 120);
  for (const name of connectors) {
    const made = await shell.run(
      `New-ReceiveConnector "${name}" -Custom -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.0.181`,
    );
    expect(textsOf(made, 'error')).toEqual([]);
    await shell.run(`Set-ReceiveConnector "${name}" -PermissionGroups AnonymousUsers`);
  }
  return shell;
}

const relays = async (shell: ShellHarness, from: string): Promise<boolean> =>
  (
    await shell.caller.call('explain', {
      from,
      to: '10.38.96.1:25',
      sender: 'scanner@office.example',
      recipient: 'somebody@gmail.com',
    })
  ).accepted;

const granted = 'E15MB1\\Relay E15MB1  NT AUTHORITY\\ANON... False False';

describe('documented commands', () => {
  test('there are nine, and each has a test here', () => {
    expect(blocks.map(({ title }) => title.slice(0, 34))).toEqual([
      'lists the transport services with ',
      'grants Anonymous Logon the relay r',
      'typographic quotes',
      'typographic quotes and a backslash',
      'parenthesised values, -usage (not ',
      'identity written as SERVER\\NAME wi',
      'one command broken over three line',
      'makes the connector externally sec',
      'the same right on another connecto',
    ]);
  });

  test('services', async () => {
    // Services belong to a running engine (wire/clients/shell.test.ts asks one); here is what it answers.
    const api = fakeApi({
      'services.list': () => serviceNames.map((name) => ({ name, state: 'running' as const })),
    });
    const calls = createShellCalls({
      clock: systemClock,
      call: async (name, input, caller) => (await invoke(api, name, input, caller)) as CallResult<typeof name>,
    });
    const caller: Caller = {
      call: async <Name extends CallName>(name: Name, input: CallInput<Name>) =>
        (await invoke(fakeApi(calls), name, input, { role: 'admin', name: 'test' })) as CallResult<Name>,
      close: () => Promise.resolve(),
    };
    expect(outputOf(await harnessOf(caller).run(blockNamed('lists the transport')))).toEqual([
      'DisplayName',
      '-----------',
      'Postroom Frontend Transport',
      'Postroom Transport',
      'Postroom Mailbox Transport Delivery',
      'Postroom Mailbox Transport Submission',
    ]);
  });

  test('the relay right', async () => {
    const shell = await newServer('E15MB1', 'Relay E15MB1');
    expect(await relays(shell, '192.168.0.181')).toBe(false);
    const records = await shell.run(blockNamed('grants Anonymous Logon'));
    expect(outputOf(records)).toEqual([
      'Identity             User                 Deny  Inherited',
      '--------             ----                 ----  ---------',
      granted,
    ]);
    expect(await relays(shell, '192.168.0.181')).toBe(true);
    expect(await relays(shell, '192.168.0.182')).toBe(false);
    const again = await shell.run(blockNamed('grants Anonymous Logon'));
    expect(again).toMatchObject([
      {
        kind: 'warning',
        text: expect.stringMatching(/^The appropriate access control entry is already present on/) as string,
      },
    ]);
  });

  test('typographic quotes, and a backslash lost in publishing', async () => {
    const shell = await newServer('EX16', 'Exchange16Email Relay');
    await shell.run('Set-ReceiveConnector "Exchange16Email Relay" -PermissionGroups None');
    expect(textsOf(await shell.run(blocks[2]?.paste ?? ''), 'error')).toEqual([]);
    expect(outputOf(await shell.run('(Get-ReceiveConnector "Exchange16Email Relay").PermissionGroups'))).toEqual([
      'AnonymousUsers',
    ]);
    const records = await shell.run(blockNamed('a backslash lost in publishing'));
    expect(textsOf(records, 'note')).toEqual([
      "'NT AUTHORITYAnonymous Logon' is understood as 'NT AUTHORITY\\Anonymous Logon': its backslash was lost.",
    ]);
    expect(await relays(shell, '192.168.0.181')).toBe(true);
  });

  test('placeholders are named, and the same command with values works', async () => {
    const shell = await newServer('EX16');
    const paste = blockNamed('parenthesised values');
    expect(textsOf(await shell.run(paste), 'error')).toEqual([
      'The command still contains placeholders of its guide: <Name of the receive connector> (-Name), <IP address range> (-RemoteIPRanges), <Exchange server name> (-Server). Replace each with your own value.',
    ]);
    const filled = paste
      .replace('<Name of the receive connector>', 'X')
      .replace('<IP address range>', '10.0.0.1–10.0.0.9')
      .replace('<Exchange server name>', 'EX16');
    expect(outputOf(await shell.run(filled)).at(-1)).toBe('EX16\\X   {0.0.0.0:25} True');
    expect(outputOf(await shell.run('(Get-ReceiveConnector X).RemoteIPRanges'))).toEqual(['10.0.0.1-10.0.0.9']);
  });

  test('an identity that is none', async () => {
    const shell = await newServer('EXCH01', 'Server receive connector');
    const [error] = textsOf(await shell.run(blockNamed('identity written as')), 'error');
    expect(error).toMatch(
      /^The operation couldn't be performed because object '<serverreceive connector>' couldn't be found on/,
    );
    expect(error).toMatch(/is a placeholder of the guide/);
    expect(error).toMatch(/The nearest one is 'EXCH01\\Server receive connector'\.$/);
  });

  test('one command over three lines, then externally secured', async () => {
    const shell = await newServer('EXCH01');
    const made = await shell.run(blockNamed('one command broken'));
    expect(outputOf(made)).toEqual([
      'Identity                 Bindings     Enabled',
      '--------                 --------     -------',
      'EXCH01\\SMTP Relay EXCH01 {0.0.0.0:25} True',
    ]);
    const secured = await shell.run(blockNamed('makes the connector externally secured'));
    expect([...outputOf(secured), ...textsOf(secured, 'error')]).toEqual([]);
    expect(await relays(shell, '10.38.96.15')).toBe(true);
    const transcript = readFileSync('test/fixtures/transcripts/03-external-relay.txt', 'utf8');
    const { result } = await shell.caller.call('tester.replay', {
      text: transcript,
      conditions: { remoteAddress: '10.38.96.15', localAddress: '10.38.96.1', localPort: 25 },
    });
    expect(result).toMatchObject({ accepted: true, connector: 'EXCH01\\SMTP Relay EXCH01' });
  });

  test('externally secured needs ExchangeServers, in the same command or before', async () => {
    const shell = await newServer('EXCH01');
    await shell.run(blockNamed('one command broken'));
    const connector = 'Set-ReceiveConnector "EXCH01\\SMTP Relay EXCH01"';
    expect(textsOf(await shell.run(`${connector} -AuthMechanism ExternalAuthoritative`), 'error')).toEqual([
      'Receive connector "SMTP Relay EXCH01": You must set the value for the PermissionGroups parameter on the Receive connector to ExchangeServers when the AuthMechanism parameter is set to a value of ExternalAuthoritative.',
    ]);
    await shell.run(`${connector} -PermissionGroups ExchangeServers`);
    expect(textsOf(await shell.run(`${connector} -AuthMechanism ExternalAuthoritative`), 'error')).toEqual([]);
  });

  test('the same right on another connector', async () => {
    const shell = await newServer('EXCH01', 'CRM Application');
    const records = await shell.run(blockNamed('the same right on another'));
    expect(textsOf(records, 'error')).toEqual([]);
    expect(await relays(shell, '192.168.0.181')).toBe(true);
  });
});
