import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { expectFocus } from '../support/focus.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The connectors page in a real browser, against the built engine: read, try, change, be warned, take back. */

let port: number;
let page: Page;
let troubles: string[];
let opened: ConsolePage;

beforeAll(async () => {
  port = await freePort();
  const shared = {
    bindings: [`0.0.0.0:${String(port)}`],
    permissionGroups: ['AnonymousUsers'],
    tarpitInterval: '00:00:00',
  };
  opened = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      { ...shared, name: 'Default Frontend OFFICE', remoteIPRanges: ['0.0.0.0-255.255.255.255'] },
      { ...shared, name: 'Scanner', remoteIPRanges: ['127.0.0.1'] },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
  });
  ({ page, troubles } = opened);
  await page.getByRole('link', { name: 'Connectors' }).click();
  await page.getByRole('link', { name: 'Connectors' }).click();
});

afterAll(() => opened.close());

const list = () => page.getByRole('region', { name: 'Receive connectors' });
const row = (name: string) => list().getByRole('listitem').filter({ hasText: name });
const map = () => page.getByRole('region', { name: 'Who answers whom' });
const tryOut = () => page.getByRole('region', { name: 'Try an address' });
const dialog = () => page.getByRole('dialog');

/** The reply to a recipient outside, over a real connection. */
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
  await client.closed();
  return reply;
}

test('every connector is a sentence, and the map shows whom it answers', async () => {
  await row('Scanner').getByText('127.0.0.1 may send to the accepted domains, without login').waitFor();
  await row('Default Frontend OFFICE')
    .getByText(`Frontend · port ${String(port)}`)
    .waitFor();
  await map().getByRole('link', { name: 'Default Frontend OFFICE · everywhere' }).waitFor();
  await map().getByRole('link', { name: 'Scanner · .1' }).waitFor();
});

test('an address lands with the reason', async () => {
  await tryOut().getByLabel('Client address').fill('127.0.0');
  await tryOut().getByText('This is not a whole IP address yet.').waitFor();
  await tryOut().getByLabel('Client address').fill('127.0.0.1');
  await tryOut().getByLabel('Writes to').fill('somebody@elsewhere.example');
  await tryOut()
    .getByText(/OFFICE\\Scanner takes the connection: the single address 127\.0\.0\.1/)
    .first()
    .waitFor();
  await tryOut().getByText('550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain').first().waitFor();
  await opened.picture('connectors');
  await opened.expectAccessible();
});

test('the list and the map are walked with the arrow keys', async () => {
  await row('Default Frontend OFFICE').getByRole('link').focus();
  await page.keyboard.press('ArrowDown');
  await expectFocus(page, 'Scanner');
  await page.keyboard.press('Home');
  await expectFocus(page, 'Default Frontend');
});

test('every page of an editor is accessible', async () => {
  await row('Scanner').getByRole('link').click();
  for (const name of ['General', 'Security', 'Scoping', 'Protocol', 'Rewriting']) {
    await dialog().getByRole('tab', { name }).click();
    await dialog().getByRole('tabpanel', { name }).waitFor();
    await opened.expectDialogAccessible();
  }
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
});

test('Esc leaves an editor at once, and asks where something was changed', async () => {
  await row('Scanner').getByRole('link').press('Enter');
  await dialog().getByRole('tab', { name: 'General' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await expectFocus(page, 'Scanner');
  await row('Scanner').getByRole('link').press('Enter');
  await dialog().getByLabel('Comment').fill('Second floor');
  await page.keyboard.press('Escape');
  await dialog().getByText('The changes are not saved.').waitFor();
  await dialog().getByRole('button', { name: 'Discard them' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('what cannot be saved is said where it was typed', async () => {
  await row('Scanner').getByRole('link').click();
  await dialog().getByRole('tab', { name: 'Scoping' }).click();
  await dialog().getByLabel('Remote network settings').first().fill('127.0.0.300');
  await dialog().getByText('"127.0.0.300" has the number 300; each of the four can be 0 to 255.').waitFor();
  await expect.poll(() => dialog().getByRole('button', { name: 'Save …' }).isDisabled()).toBe(true);
  await dialog().getByLabel('Remote network settings').first().fill('127.0.0.0/30');
  await dialog().getByText('127.0.0.0-127.0.0.3: 4 addresses').waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().getByRole('button', { name: 'Discard them' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('externally secured brings the Exchange servers along and says so', async () => {
  await row('Scanner').getByRole('link').click();
  await dialog().getByRole('tab', { name: 'Security' }).click();
  await dialog().getByLabel('Externally secured (for example, with IPsec)').check();
  await dialog().getByText('Exchange servers was switched on with it').waitFor();
  await expect.poll(() => dialog().getByLabel('Exchange servers', { exact: true }).isChecked()).toBe(true);
  await dialog().getByText('127.0.0.1 may relay to anyone, without login, trusted like an own server').waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().getByRole('button', { name: 'Discard them' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('a device is let relay: consequence, report, save; the device is accepted', async () => {
  expect(await relayReply()).toContain('550 5.7.54');
  await row('Scanner').getByRole('link').click();
  await dialog().getByRole('tab', { name: 'Security' }).click();
  await dialog().getByLabel('May relay to outside recipients').check();
  await dialog().getByText('Any program on 127.0.0.1 can send to anybody in the world through this server.').waitFor();
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog()
    .getByText(/The only device changes: 127\.0\.0\.1 would be accepted/)
    .waitFor();
  await dialog().getByText('Receive connector "Scanner" changed').waitFor();
  await opened.picture('connector-report');
  await opened.expectAccessible();
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await row('Scanner').getByText('127.0.0.1 may relay to anyone, without login').waitFor();
  expect(await relayReply()).toContain('250 2.1.5');
});

test('it is taken back with a button', async () => {
  await page.getByText('Scanner was saved.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  await row('Scanner').getByText('127.0.0.1 may send to the accepted domains, without login').waitFor();
  expect(await relayReply()).toContain('550 5.7.54');
});

test('an open relay is saved only once its name is typed', async () => {
  await row('Default Frontend OFFICE').getByRole('link').click();
  await dialog().getByRole('tab', { name: 'Security' }).click();
  await dialog().getByLabel('May relay to outside recipients').check();
  await dialog().getByText('Any program anywhere can send to anybody in the world').waitFor();
  await dialog().getByRole('button', { name: 'Save …' }).click();
  const save = dialog().getByRole('button', { name: 'Save', exact: true });
  await dialog().getByLabel('Type “Default Frontend OFFICE” to confirm').fill('default frontend');
  await expect.poll(() => save.isDisabled()).toBe(true);
  await dialog().getByLabel('Type “Default Frontend OFFICE” to confirm').fill('Default Frontend OFFICE');
  await expect.poll(() => save.isEnabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog().getByRole('tab', { name: 'Security' }).waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().getByRole('button', { name: 'Discard them' }).click();
  await dialog().waitFor({ state: 'detached' });
});

test('a wizard makes a connector for a device, and says beforehand what it will do', async () => {
  await page.getByRole('button', { name: 'New connector …' }).click();
  const next = dialog().getByRole('button', { name: 'Next' });
  await expect.poll(() => next.isDisabled()).toBe(true);
  await dialog().getByLabel('Name', { exact: true }).fill('Copier');
  await dialog().getByLabel('Role').selectOption('HubTransport');
  await next.click();
  await dialog().getByLabel('Port').fill(String(port));
  await dialog().getByText('Receive connectors assigned to different Transport roles').first().waitFor();
  await expect.poll(() => next.isDisabled()).toBe(true);
  await dialog().getByRole('button', { name: 'Back' }).click();
  await dialog().getByLabel('Role').selectOption('FrontendTransport');
  await next.click();
  await dialog().getByText('Receive connectors assigned to different').first().waitFor({ state: 'detached' });
  await next.click();
  await expect.poll(() => next.isDisabled()).toBe(true);
  await dialog().getByLabel('Remote network settings').fill('127.0.0.8-127.0.0.9');
  await dialog().getByText('127.0.0.8-127.0.0.9: 2 addresses').waitFor();
  await next.click();
  await dialog().getByText('127.0.0.8-127.0.0.9 may relay to anyone, without login').waitFor();
  await dialog().getByText('Receive connector "Copier" added').waitFor();
  await opened.picture('connector-wizard');
  await opened.expectAccessible();
  await dialog().getByRole('button', { name: 'Create' }).click();
  await page.getByText('Copier was created.').waitFor();
  await row('Copier').waitFor();
});

test('a connector is removed with a report, and comes back with Undo', async () => {
  await row('Copier').getByRole('link').click();
  await dialog().getByRole('button', { name: 'Remove …' }).click();
  await dialog().getByText('Receive connector "Copier" removed').waitFor();
  await dialog().getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Copier was removed.').waitFor();
  await row('Copier').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row('Copier').waitFor();
});

test('a house full of connectors draws those in sight, and the keys reach all of them', async () => {
  const { stdout } = await opened.postroom.cli(['config', 'show', '--json']);
  const { receiveConnectors } = JSON.parse(stdout) as { receiveConnectors: object[] };
  const departments = Array.from({ length: 300 }, (_, index) => ({
    name: `Department ${String(index + 1)}`,
    bindings: [`0.0.0.0:${String(port)}`],
    remoteIPRanges: [`10.${String(index >> 8)}.${String(index & 255)}.0/24`],
  }));
  const patch = { receiveConnectors: [...receiveConnectors, ...departments] };
  await opened.postroom.cli(['config', 'patch', '-'], JSON.stringify(patch));
  await list()
    .getByText(/of 30\d connectors/)
    .waitFor();
  const rows = list().getByRole('listitem');
  expect(await rows.count()).toBeLessThan(40);
  await row('Default Frontend OFFICE').getByRole('link').focus();
  await page.keyboard.press('End');
  const last = list().getByRole('link', { name: 'Department 300' });
  await last.waitFor();
  await expect.poll(() => last.evaluate((link) => link === document.activeElement)).toBe(true);
  expect(await rows.last().getAttribute('aria-posinset')).toBe(await rows.last().getAttribute('aria-setsize'));
  // Scrolled out of sight it keeps the focus.
  await list().locator('ul').hover();
  await page.mouse.wheel(0, -100_000);
  await row('Default Frontend OFFICE').waitFor();
  await page.keyboard.press('ArrowUp');
  await list().getByRole('link', { name: 'Department 299' }).waitFor();
  await list().getByRole('searchbox').fill('department 300');
  await list()
    .getByText(/^1 of 30\d/)
    .waitFor();
  await opened.expectAccessible();
  await list().getByRole('searchbox').fill('');
});

test('nothing was said in the console of the browser', () => {
  expect(troubles).toEqual([]);
});
