import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The shell page in a real browser: the relay guide pasted, against the built engine. */

let opened: ConsolePage;
let page: Page;
let port: number;

beforeAll(async () => {
  port = await freePort();
  opened = await openConsole({
    server: { name: 'EXCH01', fqdn: 'exch01.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend EXCH01',
        bindings: [`0.0.0.0:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  ({ page } = opened);
});

afterAll(() => opened.close());

const field = () => page.getByLabel('Command');
const screen = () => page.getByRole('log', { name: 'What was typed and answered' });

async function run(command: string): Promise<void> {
  await field().fill(command);
  await field().press('Enter');
}

async function relayReply(): Promise<string> {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('HELO scanner');
  await client.expect('250 *');
  await client.send('MAIL FROM:<scanner@office.example>');
  await client.expect('250 *');
  await client.send('RCPT TO:<somebody@elsewhere.example>');
  const reply = await client.expect('*');
  client.end();
  return reply;
}

test('a command answers as Exchange does; names are completed', async () => {
  await page.getByRole('link', { name: 'Shell' }).click();
  await field().pressSequentially('Get-ReceiveC');
  await field().press('Tab');
  await expect.poll(() => field().inputValue()).toBe('Get-ReceiveConnector');
  await field().press('Enter');
  await screen().getByText('EXCH01\\Default Frontend EXCH01').waitFor();
  await field().press('ArrowUp');
  await expect.poll(() => field().inputValue()).toBe('Get-ReceiveConnector');
  await field().press('Escape');
});

test('the guide, pasted, lets the device relay', async () => {
  expect(await relayReply()).toMatch(/^550 5\.7\.54/);
  await run(
    `New-ReceiveConnector -Name "Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:${String(port)} -RemoteIpRanges 127.0.0.1`,
  );
  await screen().getByText('EXCH01\\Relay').first().waitFor();
  await run('Set-ReceiveConnector "EXCH01\\Relay" -PermissionGroups AnonymousUsers');
  await run(
    'Get-ReceiveConnector "Relay" | Add-ADPermission -User ‘NT AUTHORITY\\Anonymous Logon’ -ExtendedRights MS-Exch-SMTP-Accept-Any-Recipient',
  );
  await screen()
    .getByText(/NT AUTHORITY\\ANON/)
    .first()
    .waitFor();
  expect(await relayReply()).toMatch(/^250 2\.1\.5/);
  await opened.picture('shell');
  await opened.expectAccessible();
});

test('what removes asks first, by keyboard, and an error says where', async () => {
  await run('Remove-ReceiveConnector "Relay"');
  const question = page.getByRole('group').filter({ hasText: 'Are you sure' });
  await question.waitFor();
  await page.keyboard.press('n');
  await question.waitFor({ state: 'detached' });
  expect(await relayReply()).toMatch(/^250/);
  await run('Get-ReceiveConnector Relais');
  await screen()
    .getByText(/couldn't be found/)
    .waitFor();
  await field().press('Control+l');
  await screen().getByText('For example:').waitFor();
});

test('a password is asked for and never shown, and a file is chosen here', async () => {
  await run('New-SendConnector Out -AddressSpaces * -SmartHosts mx.example -AuthenticationCredential (Get-Credential)');
  await page.getByRole('textbox', { name: 'Answer' }).fill('relay@office.example');
  await page.keyboard.press('Enter');
  const password = page.getByRole('group').locator('[type=password]');
  await password.fill('hunter2');
  await opened.picture('shell-password');
  await opened.expectAccessible();
  await password.press('Enter');
  await screen().getByText('SMTP:*;1').waitFor();
  await run('Import-ExchangeCertificate -FileName C:\\relay.pfx -Password (Read-Host -AsSecureString)');
  await password.fill('geheim-ü');
  await password.press('Enter');
  await page.getByLabel('The file on this computer').setInputFiles('test/fixtures/certificates/aes256.pfx');
  await screen().getByText('Thumbprint').waitFor();
  await run('$p = ConvertTo-SecureString hunter2 -AsPlainText -Force');
  await field().press('ArrowUp');
  await expect.poll(() => field().inputValue()).toContain('Import-ExchangeCertificate');
  await run('Remove-SendConnector Out -Confirm:$false');
  await field().press('Control+l');
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(opened.troubles).toEqual([]);
});
