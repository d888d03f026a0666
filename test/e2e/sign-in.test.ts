import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { startIssuer } from '../support/oauth-issuer.ts';
import type { OAuthIssuer } from '../support/oauth-issuer.ts';

/** Signing in with OAuth on the delivery page, in a real browser, at an OAuth server that runs here. */

let issuer: OAuthIssuer;
let office: ConsolePage;
let page: Page;

beforeAll(async () => {
  issuer = await startIssuer();
  issuer.interval = 1;
  office = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    sendConnectors: [
      {
        ...{ name: 'Provider', addressSpaces: ['SMTP:*;1'], smartHosts: ['smtp.provider.example'], port: 587 },
        ...{ smartHostAuthMechanism: 'OAuth', userName: 'scanner@office.example' },
        oauth: { provider: 'Other', flow: 'DeviceCode', clientId: 'app-1', issuer: issuer.url },
      },
    ],
  });
  page = office.page;
  await page.getByRole('link', { name: 'Delivery' }).click();
});

afterAll(async () => {
  expect(office.troubles).toEqual([]);
  await office.close();
  await issuer.close();
});

const line = () =>
  page.getByRole('region', { name: 'Send connectors' }).getByRole('listitem').filter({ hasText: 'Provider' });
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
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Sign-in …');
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
