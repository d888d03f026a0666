import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { startScriptedSink } from '../support/scripted-sink.ts';
import type { ScriptedSink } from '../support/scripted-sink.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The delivery page in a real browser, against the built engine: domains, next hops, accounts, certificates. */

const pfx = fileURLToPath(new URL('../fixtures/certificates/aes256.pfx', import.meta.url));
let port: number;
let sink: ScriptedSink;
let office: ConsolePage;
let page: Page;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink({
    answer: (command) => (command.includes('nobody@') ? '550 5.1.1 User unknown' : undefined),
  });
  office = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      {
        name: 'Default Frontend OFFICE',
        bindings: [`127.0.0.1:${String(port)}`],
        remoteIPRanges: ['0.0.0.0-255.255.255.255'],
        authMechanism: ['Tls'],
        permissionGroups: ['AnonymousUsers'],
        tarpitInterval: '00:00:00',
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [{ name: 'Smart host', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: sink.port }],
  });
  page = office.page;
  await page.getByRole('link', { name: 'Delivery' }).click();
});

afterAll(async () => {
  expect(office.troubles).toEqual([]);
  await office.close();
  await sink.close();
});

const panel = (name: string) => page.getByRole('region', { name, exact: true });
const row = (section: string, name: string) => panel(section).getByRole('listitem').filter({ hasText: name });
const dialog = () => page.getByRole('dialog');
const save = async (): Promise<void> => {
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
};

/** The reply to a recipient in the own domain, over a real connection. */
async function replyFor(recipient: string): Promise<string> {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('HELO scanner');
  await client.expect('250 *');
  await client.send('MAIL FROM:<scanner@elsewhere.example>');
  await client.expect('250 *');
  await client.send(`RCPT TO:<${recipient}>`);
  const reply = await client.expect('*');
  client.end();
  await client.closed();
  return reply;
}

test('where mail goes stands in sentences', async () => {
  await row('Accepted domains', 'office.example').getByText('Kept here for every recipient').waitFor();
  await row('Send connectors', 'Smart host')
    .getByText(`Mail for everybody else goes to 127.0.0.1, port ${String(sink.port)}, with TLS where it is offered`)
    .waitFor();
  await row('Send connectors', 'Smart host').getByText('Nothing was sent through it').waitFor();
  await panel('Accounts').getByText('There is no account, so no device or program can sign in.').waitFor();
  await row('Certificates', 'mail.office.example').getByText('Presented by Default Frontend OFFICE.').waitFor();
  await panel('Mailbox folders').getByText(`${office.postroom.folder}/mailboxes`).waitFor();
  await office.expectAccessible();
});

test('pasted recipients close the domain for others, and Undo opens it again', async () => {
  expect(await replyFor('stranger@office.example')).toContain('250 2.1.5');
  await row('Accepted domains', 'office.example').getByRole('button').first().click();
  const field = dialog().getByLabel('Recipients', { exact: true });
  await field.fill('anna\n"Bert Berg" <bert@office.example>, scans\nno address\ncarl@elsewhere.example');
  await dialog().getByText('Line 3: “no address” is not an address.').waitFor();
  await dialog().getByText('Line 4: “carl@elsewhere.example” is in another domain.').waitFor();
  await expect.poll(() => dialog().getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);
  await field.fill('anna\n"Bert Berg" <bert@office.example>, scans');
  await dialog()
    .locator('input[type=file]')
    .setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Address;Folder\r\ncarl@office.example;carl\r\nanna@office.example;\r\n'),
    });
  await dialog().getByText('1 recipient was added from people.csv.').waitFor();
  await dialog().getByText('Kept here for 3 recipients; any other is refused').waitFor();
  await office.expectAccessible();
  await office.picture('delivery-domain');
  await save();
  await page.getByText('office.example was saved.').waitFor();
  expect(await replyFor('stranger@office.example')).toContain('550 5.1.1');
  expect(await replyFor('carl@office.example')).toContain('250 2.1.5');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  expect(await replyFor('stranger@office.example')).toContain('250 2.1.5');
});

test('a send connector is made from a preset, with a password that is never shown', async () => {
  await page.getByRole('button', { name: 'New send connector …' }).click();
  await dialog()
    .getByText('Mail for everybody else goes to smtp.office365.com, port 587, with STARTTLS and a login')
    .waitFor();
  await expect.poll(() => dialog().getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Where mail goes').selectOption('Another provider');
  await dialog().getByLabel('Smart hosts').fill('smtp.provider.example\n192.0.2.7');
  await dialog().getByLabel('Domain', { exact: true }).fill('*.partner.example');
  await dialog().getByRole('textbox', { name: 'User name', exact: true }).fill('office');
  await dialog().getByLabel('Password', { exact: true }).fill('a password');
  await dialog()
    .getByText(
      'Mail for partner.example and everything below it goes to smtp.provider.example, else 192.0.2.7, port 587',
    )
    .waitFor();
  await office.expectAccessible();
  await office.picture('delivery-send');
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByText('Send connector "Provider" added').waitFor();
  expect(await dialog().getByText('has no password').count()).toBe(0);
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Provider was created.').waitFor();
  expect(await row('Send connectors', 'Provider').getByText('password missing').count()).toBe(0);
  await row('Send connectors', 'Provider')
    .getByRole('button', { name: /^on Provider/ })
    .click();
  await dialog().getByText('One is stored. It is never shown').waitFor();
  await expect.poll(() => dialog().getByLabel('Password', { exact: true }).inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('a send connector is tried with a real message, and the page remembers how it went', async () => {
  await row('Send connectors', 'Smart host').getByRole('button', { name: 'Try it …' }).click();
  await expect.poll(() => dialog().getByLabel('From').inputValue()).toBe('postmaster@office.example');
  await dialog().getByLabel('To').fill('somebody@elsewhere.example');
  await page.keyboard.press('Enter');
  await dialog().getByText('The other side took the message.').waitFor();
  await dialog().getByText('RCPT TO:<somebody@elsewhere.example>').waitFor();
  expect(sink.messages.at(-1)?.raw.toString()).toContain('Subject: Postroom test message');
  await dialog().getByLabel('To').fill('nobody@elsewhere.example');
  await dialog().getByRole('button', { name: 'Send test message' }).click();
  await dialog().getByText('The other side refused the message.').waitFor();
  await office.picture('delivery-try');
  await office.expectDialogAccessible();
  await page.keyboard.press('Escape');
  await row('Send connectors', 'Smart host').getByText('A message was refused at').waitFor();
});

test('an account is made, gets another password, and goes', async () => {
  await page.getByRole('button', { name: 'New account …' }).click();
  await dialog().getByRole('textbox', { name: 'User name', exact: true }).fill('scanner');
  await dialog().getByLabel('Password', { exact: true }).fill('short');
  await dialog().getByText('A password needs at least 8 characters.').waitFor();
  await dialog().getByLabel('Password', { exact: true }).fill('long enough');
  await dialog().getByLabel('May send as').fill('scanner@office.example');
  await office.expectDialogAccessible();
  await save();
  await row('Accounts', 'scanner').getByText('Signs in, and may send as scanner@office.example.').waitFor();
  await row('Accounts', 'scanner').getByRole('button').click();
  await dialog().getByRole('button', { name: 'Change password …' }).click();
  await dialog().getByLabel('Password', { exact: true }).fill('another one');
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByText('Account "scanner" changed (password)').waitFor();
  await office.expectDialogAccessible();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('scanner was saved.').waitFor();
  await row('Accounts', 'scanner').getByRole('button').click();
  await dialog().getByRole('button', { name: 'Remove …' }).click();
  await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
  await panel('Accounts').getByText('There is no account').waitFor();
});

test('partners have to prove their domain before mail goes to them, and are shown a certificate', async () => {
  await page.getByRole('button', { name: 'New send connector …' }).click();
  await dialog().getByLabel('Where mail goes').selectOption('Directly to each domain');
  await dialog().getByLabel('Domain', { exact: true }).fill('bank.example');
  await dialog().getByText('Certificates and partners').click();
  const check = dialog().getByLabel('Enable domain security (mutual Auth TLS)');
  await check.check();
  await dialog().getByText('list the partners’ domains in tlsSendDomainSecureList').waitFor();
  const shown = dialog().getByLabel('Certificate that is shown to the other side');
  expect(await shown.locator('option').first().textContent()).toBe('To partners: the one for the name it gives itself');
  await shown.selectOption({ label: 'default: CN=mail.office.example' });
  await office.picture('delivery-partners');
  await office.expectAccessible();
  await save();
  await page.getByRole('link', { name: 'Settings' }).click();
  const partners = page.getByRole('form', { name: 'Partners (domain security)' });
  await partners.getByLabel('Mail to these domains').fill('bank.example');
  await partners.scrollIntoViewIfNeeded();
  await office.picture('settings-partners');
  await partners.getByLabel('Mail to these domains').fill('');
  await page.getByRole('link', { name: 'Delivery' }).click();
});

test('a certificate is imported, chosen for a connector, and cannot go while it is', async () => {
  await page.getByRole('button', { name: 'Import …' }).click();
  await dialog().getByLabel('Certificate or PFX file').setInputFiles(pfx);
  await dialog().getByRole('button', { name: 'Import', exact: true }).click();
  await dialog().getByText('The PFX file cannot be opened without its password.').waitFor();
  await office.expectDialogAccessible();
  await dialog().getByLabel('Password of the file').fill('geheim-ü');
  await dialog().getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('The certificate aes256 was imported.').waitFor();
  await row('Certificates', 'issued by Example Root').getByRole('button').click();
  await dialog().getByLabel('Default Frontend OFFICE').check();
  await office.expectAccessible();
  await office.picture('delivery-certificate');
  const download = page.waitForEvent('download');
  await dialog().getByRole('link', { name: 'Save for devices' }).click();
  const saved = await readFile(await (await download).path(), 'utf8');
  expect(saved).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(saved).not.toContain('PRIVATE');
  await save();
  await row('Certificates', 'issued by Example Root').getByText('Presented by Default Frontend OFFICE.').waitFor();
  await row('Certificates', 'issued by Example Root').getByRole('button').click();
  await dialog().getByRole('button', { name: 'Remove …' }).click();
  await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
  await dialog().getByText('is set to this certificate; choose another one there first.').waitFor();
  await office.expectDialogAccessible();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('attachments of a mailbox folder are saved where the test of the folder says that they can be', async () => {
  await page.getByRole('button', { name: 'New folder …' }).click();
  await dialog().getByLabel('Mailbox folder').fill('scans');
  await dialog().getByLabel('Folder for attachments').fill(`${office.postroom.folder}/missing`);
  await dialog().getByRole('button', { name: 'Test the folder' }).click();
  await dialog().getByText('It is not there.').waitFor();
  await dialog().getByLabel('Folder for attachments').fill(office.postroom.folder);
  await dialog().getByRole('button', { name: 'Test the folder' }).click();
  await dialog().getByText('A file was written there and removed again.').waitFor();
  await dialog().getByLabel('Names of the files').fill('Scan {no}');
  await dialog().getByText('Must be a file name of {date}').waitFor();
  await dialog().getByLabel('Names of the files').fill('Scan');
  await dialog().getByRole('button', { name: 'Counter' }).click();
  await dialog().getByText('Scan 0002.pdf').waitFor();
  await office.expectAccessible();
  await office.picture('delivery-folder');
  await save();
  await row('Mailbox folders', 'scans')
    .getByText(`Attachments are saved to ${office.postroom.folder} as “Scan {counter}”.`)
    .waitFor();
});

test('a certificate is made for the names that devices use', async () => {
  await page.getByRole('button', { name: 'Make one …' }).click();
  await dialog().getByLabel('Names and addresses it is for').fill('printers.office.example\n192.168.0.10');
  await office.expectDialogAccessible();
  await dialog().getByRole('button', { name: 'Make certificate' }).click();
  await page.getByText('The certificate printers.office.example was made.').waitFor();
  await row('Certificates', 'printers.office.example')
    .getByText('For printers.office.example and 192.168.0.10, issued by Postroom')
    .waitFor();
  await office.picture('delivery');
  await row('Certificates', 'printers.office.example').getByRole('button').click();
  await dialog().getByText('Devices that trust the authority (Save for devices) take every later one too.').waitFor();
  await office.picture('delivery-certificate-own');
  const download = page.waitForEvent('download');
  await dialog().getByRole('link', { name: 'Save for devices' }).click();
  const saved = await readFile(await (await download).path(), 'utf8');
  expect(saved.match(/-----BEGIN [A-Z ]+-----/g)).toEqual(['-----BEGIN CERTIFICATE-----']);
  const authority = new X509Certificate(saved);
  expect([authority.ca, authority.subject]).toEqual([true, 'CN=Postroom OFFICE authority']);
});
