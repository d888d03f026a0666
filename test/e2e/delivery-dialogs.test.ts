import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../main/clock.ts';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { asResolver, startDnsServer } from '../support/dns-server.ts';
import type { DnsServer } from '../support/dns-server.ts';
import { expectFocus } from '../support/focus.ts';
import { startIssuer } from '../support/oauth-issuer.ts';
import type { OAuthIssuer } from '../support/oauth-issuer.ts';
import { startScriptedSink } from '../support/scripted-sink.ts';
import type { ScriptedSink } from '../support/scripted-sink.ts';
import { createSelfSigned } from '../support/self-signed.ts';

/**
 * The dialogs of the delivery page that show how something goes, in a real browser: sign-in at an OAuth server that runs
 * here, the connection check against a server that refuses as Microsoft 365 does, and what DNS says of a domain.
 */

const SMTP_AUTH_OFF =
  '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.';
let issuer: OAuthIssuer;
let microsoft: ScriptedSink;
let dns: DnsServer;
let office: ConsolePage;
let page: Page;

beforeAll(async () => {
  issuer = await startIssuer();
  issuer.interval = 1;
  const { certificate, key } = await createSelfSigned(
    { fqdn: 'localhost', serverName: 'OFFICE', hostname: 'localhost' },
    systemClock,
  );
  microsoft = await startScriptedSink({
    ...{ tls: { cert: certificate, key }, auth: { user: 'scanner@office.example', pass: 'right' } },
    answer: (command) => (command.startsWith('AUTH') ? SMTP_AUTH_OFF : undefined),
  });
  dns = await startDnsServer({
    records: {
      'TXT office.example': ['v=spf1 include:spf.provider.example -all'],
      'MX office.example': ['10 mx.office.example'],
    },
  });
  office = await openConsole(
    {
      server: { name: 'OFFICE', fqdn: 'mail.office.example' },
      receiveConnectors: [],
      acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
      sendConnectors: [
        {
          ...{ name: 'Provider', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.provider.example'], port: 587 },
          ...{ smartHostAuthMechanism: 'OAuth', userName: 'scanner@office.example' },
          oauth: { provider: 'Other', flow: 'DeviceCode', clientId: 'app-1', issuer: issuer.url },
        },
        {
          ...{ name: 'Microsoft', addressSpaces: ['SMTP:*;2'], smartHosts: ['127.0.0.1'], port: microsoft.port },
          ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName: 'scanner@office.example' },
          tlsAuthLevel: 'EncryptionOnly',
        },
      ],
    },
    { env: { NODE_OPTIONS: asResolver(dns) } },
  );
  page = office.page;
  await office.postroom.cli(['secret', 'set', 'send-connector/Microsoft'], 'right\n');
  await page.getByRole('link', { name: 'Delivery' }).click();
});

afterAll(async () => {
  expect(office.troubles).toEqual([]);
  await office.close();
  await Promise.all([issuer.close(), microsoft.close(), dns.close()]);
});

const line = (name = 'Provider') =>
  page.getByRole('region', { name: 'Send connectors' }).getByRole('listitem').filter({ hasText: name });
const save = async (): Promise<void> => {
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
};
const dialog = () => page.getByRole('dialog');

test('a person signs in with a code, and sees it happen', async () => {
  await line().getByText('Not signed in yet').waitFor();
  await line().getByRole('button', { name: 'Sign-in … Provider' }).click();
  await dialog().getByText('Nobody has signed in yet. Mail for this connector waits until then.').waitFor();
  await dialog().getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog().getByText('ABCD-EFGH').waitFor();
  expect(await dialog().getByRole('link').getAttribute('href')).toBe('https://login.example/device');
  await dialog()
    .getByText(/^Waiting for the code to be typed in, until /)
    .waitFor();
  await office.expectAccessible();
  await office.picture('sign-in-code');
  await dialog().getByRole('button', { name: 'Cancel the sign-in' }).click();
  await dialog().getByText('The sign-in was cancelled.').waitFor();
  await dialog().getByRole('button', { name: 'Sign in', exact: true }).click();
  await dialog().getByText('ABCD-EFGH').waitFor();
  issuer.approve();
  await dialog().getByText('Signed in. Mail that waited is on its way.').waitFor();
  await office.picture('sign-in-done');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await line().getByText('Not signed in yet').waitFor({ state: 'detached' });
  // The focus is where it was.
  await expectFocus(page, 'Sign-in …');
});

test('a new way to sign in is set in the dialog of the send connector', async () => {
  await line().getByRole('button').first().click();
  await dialog().getByRole('combobox', { name: 'Provider' }).selectOption('Microsoft 365');
  await dialog().getByText('needs the id or a domain of its Microsoft 365 tenant').waitFor();
  await dialog().getByLabel('Tenant').fill('contoso.com');
  await dialog()
    .getByRole('combobox', { name: 'Way', exact: true })
    .selectOption('The program signs in by itself (client credentials)');
  await dialog().getByLabel('Client secret', { exact: true }).fill('a secret');
  await dialog().getByLabel('Last day of the client secret').fill('2030-01-31');
  await office.expectAccessible();
  await office.picture('sign-in-settings');
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await line().getByText('a sign-in with OAuth').waitFor();
  const shown = await office.postroom.cli(['config', 'show', '--json']);
  expect(shown.stdout).not.toContain('a secret');
  const { sendConnectors } = JSON.parse(shown.stdout) as { sendConnectors: unknown[] };
  expect(sendConnectors[0]).toMatchObject({
    oauth: { provider: 'Microsoft365', flow: 'ClientCredentials', tenant: 'contoso.com', clientId: 'app-1' },
  });
  expect((await office.postroom.cli(['secret', 'list'])).stdout).toContain('oauth-client/Provider');
});

test('the connection is checked step by step, and a refusal known of Microsoft comes with its remedy', async () => {
  await line('Microsoft').getByRole('button', { name: 'Check the connection … Microsoft' }).click();
  await dialog().getByRole('button', { name: 'Check', exact: true }).click();
  await dialog().getByText('Mail would not go this way.').waitFor();
  const steps = dialog().getByRole('list', { name: 'Steps' }).getByRole('listitem');
  const [failed] = (await steps.filter({ hasText: 'failed' }).allInnerTexts()).slice(-1);
  expect(failed).toContain('535 5.7.139');
  await steps.filter({ hasText: 'TLS' }).first().getByText('done').waitFor();
  await dialog().getByText('Set-CASMailbox -Identity').waitFor();
  await dialog().getByRole('button', { name: 'Copy PowerShell to paste' }).waitFor();
  await office.expectAccessible();
  await office.picture('delivery-doctor');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('what DNS says of a domain is shown with the record that mends it', async () => {
  const domains = page.getByRole('region', { name: 'Accepted domains' });
  await domains.getByRole('button').nth(1).click();
  await dialog().getByLabel('Sign mail from it with DKIM').check();
  await save();
  await domains.getByRole('listitem').getByRole('button').first().click();
  await dialog().getByRole('button', { name: 'Would it arrive? …' }).click();
  await dialog().getByText('Some servers would refuse mail from this domain, or take it for spam.').waitFor();
  expect(dns.asked).toContain('TXT office.example');
  const dkim = dialog().getByRole('listitem').filter({ hasText: 'DKIM' }).first();
  // The key was made with the change.
  await dkim.getByText(/^postroom\d{4}\._domainkey\.office\.example$/).waitFor();
  await dkim.getByRole('button', { name: 'Copy for a zone file DKIM' }).waitFor();
  await office.expectAccessible();
  await office.picture('delivery-arrival');
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('a sender for all mail of a connector is set, stands in its folded part, and is taken back', async () => {
  const stored = async () => (await office.postroom.cli(['config', 'show', '--json'])).stdout;
  await line('Microsoft').getByRole('button').first().click();
  await dialog().getByText('Sender and signature').click();
  await dialog().getByLabel('Sender of every message').fill('scanner@office.example');
  await dialog().getByLabel('Sign with DKIM').selectOption('Always');
  await dialog().getByText('as scanner@office.example · signed with DKIM').waitFor();
  await dialog().getByText('Quota', { exact: true }).click();
  await dialog().getByLabel('Messages a day').fill('many');
  await dialog().getByRole('alert').getByText('expected').first().waitFor();
  await dialog().getByLabel('Messages a day').fill('');
  await office.expectAccessible();
  await office.picture('delivery-sender');
  await save();
  expect(await stored()).toContain('"signDkim": true');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  expect(await stored()).not.toContain('signDkim');
});

test('an alias is made by keyboard alone, and the lines of a list are one tab stop with their own buttons', async () => {
  await page.getByRole('button', { name: 'New alias …' }).focus();
  await page.keyboard.press('Enter');
  await dialog().getByLabel('Mail for').waitFor();
  await page.keyboard.press('Tab');
  await dialog().getByLabel('Mail for').focus();
  await page.keyboard.type('team@office.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('anna@office.example');
  await office.expectAccessible();
  for (const name of ['Save …', 'Save']) {
    const button = dialog().getByRole('button', { name, exact: true });
    await expect.poll(() => button.isEnabled()).toBe(true);
    while (!(await button.evaluate((one) => one === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Goes to anna@office.example.').waitFor();
  await expectFocus(page, 'New alias …');
  await page.getByRole('button', { name: 'New send connector …' }).focus();
  const tabs: string[] = [];
  for (const key of ['Tab', 'Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key);
    tabs.push((await page.evaluate(() => document.activeElement?.textContent)) ?? '');
  }
  // The line that was looked at last, its two buttons, and what stands behind the list.
  expect(tabs.slice(1)).toEqual(['Check the connection …Microsoft', 'Try it …Microsoft', 'Make one …']);
});
