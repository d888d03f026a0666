import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { expectFocus } from '../support/focus.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The overview and the frame around all pages: problems that are mended where they stand, the palette, the keys, a lost engine. */

let port: number;
let ui: ConsolePage;

beforeAll(async () => {
  port = await freePort();
  const shared = {
    bindings: [`127.0.0.1:${String(port)}`],
    permissionGroups: ['AnonymousUsers'],
    tarpitInterval: '00:00:00',
  };
  ui = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      { ...shared, name: 'Default Frontend OFFICE', remoteIPRanges: ['0.0.0.0-255.255.255.255'] },
      { ...shared, name: 'Scanner', remoteIPRanges: ['127.0.0.5'] },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    mailboxes: [{ name: 'alice' }],
    recipients: [{ address: 'alice@office.example', mailbox: 'alice' }],
  });
});

afterAll(() => ui.close());

const heading = (name: string) => ui.page.getByRole('heading', { level: 1, name });
const problems = () => ui.page.getByRole('region', { name: 'Needs you' });
const dialog = () => ui.page.getByRole('dialog');

/** The reply to a recipient outside, over a real connection. */
async function tryOutside(): Promise<string> {
  const client = await dial({ port, from: '127.0.0.5' });
  await client.expect('220 *');
  await client.send('HELO scanner');
  await client.expect('250 *');
  await client.send('MAIL FROM:<scanner@office.example>');
  await client.expect('250 *');
  await client.send('RCPT TO:<somebody@elsewhere.example>');
  const reply = await client.expect('*');
  await client.send('QUIT');
  await client.expect('221 *');
  await client.closed();
  return reply;
}

async function deliver(to: string, subject: string): Promise<void> {
  const client = await dial({ port, from: '127.0.0.5' });
  await client.deliver({ from: 'scanner@office.example', to, body: `Subject: ${subject}\r\n\r\nA scan.\r\n` });
  client.end();
  await client.closed();
}

test('an empty overview says that all is well and what would fill it', async () => {
  await heading('Everything is working.').waitFor();
  await ui.page.getByText(/^Since (midnight|the start at \d\d:\d\d): 0 accepted, 0 delivered, 0 refused\.$/).waitFor();
  await ui.page.getByText('No mail in this time. Send one from a device and it shows here.').waitFor();
  await ui.page.getByText('No device was refused today.').waitFor();
  expect(await ui.page.getByRole('link', { name: 'Open the guide' }).getAttribute('href')).toBe('#start');
  await ui.page.getByRole('meter', { name: 'Time left of default' }).waitFor();
  expect(await problems().count()).toBe(0);
  await ui.expectAccessible();
  await ui.picture('overview-empty');
});

test('a refused device is a problem with a button that lets it in, and undo', async () => {
  expect(await tryOutside()).toContain('550 5.7.54');
  await heading('2 things need you.').waitFor();
  await problems().getByText('127.0.0.5 was refused once today').waitFor();
  await problems().getByText('It tried to send to somebody@elsewhere.example: 550 5.7.54').waitFor();
  await ui.page.getByRole('region', { name: 'Devices refused today' }).getByText('127.0.0.5').waitFor();
  await ui.expectAccessible();
  await ui.picture('overview-problems');
  const relay = problems().getByRole('button', { name: /^Let it relay …: 127\.0\.0\.5/ });
  await relay.press('Enter');
  await dialog()
    .getByText(/127\.0\.0\.5 would be accepted/)
    .waitFor();
  await ui.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await expect.poll(() => relay.evaluate((button) => button === document.activeElement)).toBe(true);
  await relay.press('Enter');
  await dialog().getByRole('button', { name: 'Apply' }).click();
  await ui.page.getByText('The change was saved. The device can try again.').waitFor();
  expect(await tryOutside()).toContain('250 2.1.5');
  await ui.page.getByRole('button', { name: 'Undo' }).click();
  await ui.page.getByText('The change was taken back.').waitFor();
  expect(await tryOutside()).toContain('550 5.7.54');
  await problems().getByText('127.0.0.5 was refused 2 times today').waitFor();
});

test('its session is one button away', async () => {
  await problems()
    .getByRole('button', { name: /^Open session: 127\.0\.0\.5/ })
    .click();
  const panel = ui.page.getByRole('complementary', { name: 'Session' });
  await panel.getByRole('heading', { name: 'Why 550 5.7.54' }).waitFor();
  await ui.page.getByRole('link', { name: 'Overview' }).click();
});

test('a stopped service is started where it is told', async () => {
  await ui.page.getByRole('button', { name: 'Pause sending' }).click();
  await problems().getByText('Mail is taken in and kept, and nothing is sent on.').waitFor();
  await problems().getByRole('button', { name: 'Start: Transport is stopped' }).click();
  await problems().getByText('Transport is stopped').waitFor({ state: 'detached' });
});

test('mail moves the figures and the chart, which is a table as well', async () => {
  for (const n of [1, 2, 3]) await deliver('alice@office.example', `Scan ${String(n)}`);
  const figures = ui.page.locator('dl', { hasText: 'Accepted today' });
  await figures.locator('div', { hasText: 'Delivered today' }).getByText('3', { exact: true }).waitFor();
  const chart = ui.page.getByRole('region', { name: /^Messages/ });
  await chart.getByRole('img', { name: '3 accepted, 3 delivered and 2 refused in the last hour' }).waitFor();
  await chart.getByText('As a table').click();
  await chart.getByRole('table').waitFor();
  await chart.getByRole('button', { name: '24 h' }).click();
  await chart.getByRole('img', { name: /in the last 24 hours$/ }).waitFor();
  await ui.expectAccessible();
  await chart.getByText('As a table').click();
  await ui.picture('overview-busy');
});

test('the palette goes anywhere and remembers what was chosen', async () => {
  await ui.page.keyboard.press('Control+k');
  const field = dialog().getByRole('combobox');
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  await ui.expectAccessible();
  await ui.picture('palette');
  await field.fill('scan');
  await dialog()
    .getByRole('option', { name: /^Scanner Connector/ })
    .waitFor();
  await ui.page.keyboard.press('Enter');
  await dialog().getByRole('tab', { name: 'General' }).waitFor();
  await ui.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await ui.page.keyboard.press('Control+k');
  await dialog().getByRole('option').first().filter({ hasText: 'Scanner' }).waitFor();
  await dialog().getByRole('combobox').fill('127.0.0.5');
  await dialog()
    .getByRole('option', { name: /Session$/ })
    .first()
    .waitFor();
  await dialog().getByRole('combobox').fill('pause send');
  await ui.page.keyboard.press('Enter');
  await ui.page.getByRole('button', { name: 'Resume sending' }).click();
  await ui.page.getByRole('button', { name: 'Pause sending' }).waitFor();
});

test('keys lead to pages and to the filter, and a list tells them', async () => {
  await ui.page.locator('#content').focus();
  await ui.page.keyboard.press('g');
  await ui.page.keyboard.press('s');
  await heading('Sessions').waitFor();
  await ui.page.keyboard.press('/');
  await expect.poll(() => ui.page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
  // Typed into a field they are letters.
  await ui.page.keyboard.type('go?');
  expect(await dialog().count()).toBe(0);
  await ui.page.getByRole('button', { name: 'Keys' }).press('Enter');
  await dialog().getByText('Go to Connectors').waitFor();
  await ui.expectAccessible();
  await ui.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await expectFocus(ui.page, 'Keys');
  await ui.page.keyboard.press('g');
  await ui.page.keyboard.press('o');
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(ui.troubles).toEqual([]);
});
