import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDocument } from '../../../main/config/defaults.ts';
import { memoryConfiguration } from '../../support/memory-configuration.ts';
import { harnessOf, openShell, textsOf, type ShellHarness } from '../../support/shell-harness.ts';
import { arbitraryDocument } from '../../support/arbitrary-document.ts';
import { guideDocument } from '../../support/guide-configuration.ts';

const exported = async (shell: ShellHarness): Promise<string> => (await shell.caller.call('config.export', {})).text;
/** Without what is made of passwords. */
const documentOf = async (shell: ShellHarness) => {
  const { document } = await shell.caller.call('config.get', {});
  return { ...document, accounts: document.accounts.map((account) => ({ ...account, passwordHash: '' })) };
};

/** Runs an export on an empty configuration; whatever has to be typed out is typed out. */
async function rebuilt(text: string, empty: ShellHarness) {
  const records = await empty.runAgreeing(text);
  return { errors: textsOf(records, 'error'), document: await documentOf(empty) };
}

describe('an export, run on an empty configuration, makes the same configuration', () => {
  test.each([
    ['the guide’s', guideDocument()],
    ['the first run’s', defaultDocument({ hostname: 'EXCH01.contoso.com', ports: { smtp: 25, submission: 587 } })],
    ['an empty one', { version: 1 }],
  ])('%s', async (_, document) => {
    const shell = await openShell(document);
    const { errors, document: again } = await rebuilt(await exported(shell), await openShell({ version: 1 }));
    expect(errors).toEqual([]);
    expect(again).toEqual(await documentOf(shell));
  });

  test('any', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const shell = harnessOf(memoryConfiguration(document));
        const text = await exported(shell);
        const { errors, document: again } = await rebuilt(text, harnessOf(memoryConfiguration({ version: 1 })));
        expect(errors, text).toEqual([]);
        expect(again, text).toEqual(await documentOf(shell));
      }),
      { numRuns: 40 },
    );
  });
});

test('a send connector for partners is one again', async () => {
  const shell = await openShell({ version: 1 });
  await shell.run('Set-TransportConfig -TLSSendDomainSecureList contoso.com,fabrikam.com');
  await shell.run('New-SendConnector Contoso -Usage Partner -AddressSpaces contoso.com');
  await shell.run('New-SendConnector Fabrikam -Partner -AddressSpaces fabrikam.com -DomainSecureEnabled $false');
  await shell.run('New-SendConnector Rest -Internet -AddressSpaces *');
  const text = await exported(shell);
  const { errors, document } = await rebuilt(text, await openShell({ version: 1 }));
  expect(errors).toEqual([]);
  expect(document).toEqual(await documentOf(shell));
  expect(document.sendConnectors.map(({ name, domainSecureEnabled }) => [name, domainSecureEnabled]).sort()).toEqual([
    ['Contoso', true],
    ['Fabrikam', false],
    ['Rest', false],
  ]);
});

test('its first comment is the command that empties a configuration', async () => {
  const shell = await openShell(guideDocument());
  const text = await exported(shell);
  const clearing = /^# (Set-Configuration .*)$/m.exec(text)?.[1] ?? '';
  const other = await openShell(
    defaultDocument({ hostname: 'OTHER.fabrikam.com', ports: { smtp: 2525, submission: 2587 } }),
  );
  const { errors, document } = await rebuilt(`${clearing}\n${text}`, other);
  expect(errors).toEqual([]);
  expect(document).toEqual(await documentOf(shell));
});

test('passwords, keys and secrets are named, and are not in it', async () => {
  const hash = 'scrypt$16384$8$1$c2FsdA$aGFzaA';
  const shell = await openShell({
    accounts: [{ userName: 'scanner', addresses: ['scanner@office.example'], passwordHash: hash }],
    sendConnectors: [
      {
        ...{ name: 'Büro (neu)', addressSpaces: ['*'], smartHosts: ['smtp.example.com'] },
        ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: 'relay@office.example' },
      },
    ],
    receiveConnectors: [
      {
        ...{ name: 'Relay', bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.1'] },
        tlsCertificateName: '<I>CN=Root<S>CN=mail',
      },
    ],
  });
  await shell.caller.call('secret.set', { name: 'send-connector/Büro (neu)', value: 'hunter2-hunter2' });
  const text = await exported(shell);
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('scrypt');
  expect(text).toContain("# Not exported: the password of 'relay@office.example'.");
  expect(text).toContain('# Not exported: the secret send-connector/Büro (neu).');
  expect(text).toContain('# Not exported: the certificate <I>CN=Root<S>CN=mail and its key.');
  expect(text).toContain(
    "New-SmtpAccount 'scanner' -Password (Read-Host 'Password of scanner' -AsSecureString) -Addresses 'scanner@office.example'",
  );
});

test('what no command can give is said', async () => {
  const shell = await openShell({
    receiveConnectors: [
      {
        ...{ name: 'Relay', bindings: ['0.0.0.0:25'], remoteIPRanges: ['10.0.0.1'] },
        imported: { AdminDisplayName: [['x']] },
      },
    ],
  });
  expect(await exported(shell)).toContain('# Not carried over, because no command can give it: imported.');
});

test('the hours of a send connector are set as the guide says, and come back', async () => {
  const guide = readFileSync('docs/admin-guide.md', 'utf8');
  const command = /`(Set-SendConnector Night -Settings [^`]+)`/.exec(guide)?.[1] ?? '';
  const night = { name: 'Night', addressSpaces: ['*'], smartHosts: ['smtp.example.com'] };
  const shell = await openShell({ sendConnectors: [night], transport: { messageExpirationTimeout: '7.00:00:00' } });
  expect(textsOf(await shell.run(command), 'error')).toEqual([]);
  const { errors, document } = await rebuilt(await exported(shell), await openShell({ version: 1 }));
  expect(errors).toEqual([]);
  expect(document.sendConnectors[0]?.sendWindow).toEqual({ from: '20:00', to: '06:00', days: ['Monday', 'Friday'] });

  // By default mail lives for two days: shorter than from Friday's hours to Monday's.
  const [fault = ''] = textsOf(
    await shell.run(`Set-Configuration -Settings @{transport=@{messageExpirationTimeout='2.00:00:00'}}`),
    'error',
  );
  expect(fault).toContain('sends on Monday and Friday from 20:00 to 06:00 only, and mail expires before');
});
