import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { dial } from '../support/smtp-dialogue.ts';

/** The sessions page in a real browser, against the built engine: the live log and what stands beside it. */

let port: number;
let page: Page;
let troubles: string[];
let opened: ConsolePage;

beforeAll(async () => {
  port = await freePort();
  opened = await openConsole(
    {
      server: { name: 'OFFICE', fqdn: 'postroom.office.example' },
      receiveConnectors: [
        {
          name: 'Default Frontend OFFICE',
          bindings: [`127.0.0.1:${String(port)}`],
          remoteIPRanges: ['0.0.0.0-255.255.255.255'],
          permissionGroups: ['AnonymousUsers'],
          tarpitInterval: '00:00:00',
          tolerance: 'DeviceFriendly',
        },
      ],
      acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  );
  ({ page, troubles } = opened);
});

afterAll(() => opened.close());

const log = () => page.getByRole('listbox', { name: 'Session log' });
const row = (text: RegExp | string) => log().getByRole('option', { name: text });

/** A device that is refused, up to its end. */
async function refused(hello: string): Promise<void> {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send(hello);
  await client.expect('250*');
  await client.send('MAIL FROM: scanner@office.example');
  await client.expect('250 2.1.0 *');
  await client.send('RCPT TO:<bob@elsewhere.example>');
  await client.expect('550 5.7.54 *');
  await client.send('QUIT');
  await client.expect('221 *');
  await client.closed();
}

test('what was said before the page was opened is there, with a badge for what was forgiven', async () => {
  await refused('EHLO printer');
  await page.getByRole('link', { name: 'Sessions' }).click();
  await row(/connected from 127\.0\.0\.1:\d+ .*refused.*Default Frontend OFFICE/).waitFor();
  await row(/MAIL FROM: scanner@office\.example.* no brackets/).waitFor();
  await row(/refused 550 5\.7\.54/).waitFor();
});

test('HTML, escapes of a terminal and marks of direction in a line are shown as what they are', async () => {
  const client = await dial({ port });
  await client.expect('220 *');
  await client.send('EHLO <img/src=x/onerror=document.title="owned">\u001b[31m\u202edrowssap');
  await client.expect('501 5.5.4 *');
  await client.send('QUIT');
  await client.expect('221 *');
  await client.closed();
  await row('EHLO <img/src=x/onerror=document.title="owned">').waitFor();
  const text = await row('EHLO <img').innerText();
  expect(text).toContain('\\x1b[31m');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(await log().locator('img').count()).toBe(0);
  expect(await page.title()).toBe('Sessions · Postroom');
});

test('by keyboard: the arrows go from line to line, and the panel says why', async () => {
  await log().focus();
  await page.keyboard.press('Home');
  await expect.poll(() => log().getByRole('option', { selected: true }).innerText()).toContain('connected from');
  for (let line = 0; line < 12; line += 1) await page.keyboard.press('ArrowDown');
  await row(/refused 550 5\.7\.54/)
    .first()
    .click();
  const panel = page.getByRole('complementary', { name: 'Session' });
  await panel.getByRole('heading', { name: 'Why 550 5.7.54' }).waitFor();
  await panel.getByText('550 5.7.54: this device may only send to your own domains').waitFor();
  await panel
    .getByText(/elsewhere\.example is not an accepted domain/)
    .first()
    .waitFor();
  await opened.picture('sessions-log');
});

test('paused, the log stands still and says how many lines wait; then they are all there', async () => {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await refused('EHLO while-paused');
  await page.getByText(/^Paused\. \d+ lines wait\.$/).waitFor();
  expect(await row('EHLO while-paused').count()).toBe(0);
  await page.getByRole('button', { name: 'Go on' }).press('Enter');
  await row('EHLO while-paused').waitFor();
});

test('scrolled up, the log stays where it is read, until it is sent to its end', async () => {
  for (const name of ['one', 'two', 'three']) await refused(`EHLO device-${name}`);
  await row('EHLO device-three').waitFor();
  await log().focus();
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'To the latest line' }).waitFor();
  const first = log().getByRole('option').first();
  await expect.poll(() => first.innerText()).toContain('connected from');
  const shown = await first.innerText();
  await refused('EHLO device-four');
  await page.getByText('Live. 0 open now, 7 of the latest refused.').waitFor();
  expect(await first.innerText()).toBe(shown);
  await page.getByRole('button', { name: 'To the latest line' }).click();
  await row('EHLO device-four').waitFor();
});

test('filters search what is past and what comes', async () => {
  const search = page.getByRole('search', { name: 'Filter sessions' });
  await search.getByLabel('Code or text').fill('device-two');
  await search.getByLabel('Code or text').press('Enter');
  await row('EHLO device-three').waitFor({ state: 'detached' });
  await row('EHLO device-two').waitFor();
  await refused('EHLO device-five');
  await refused('EHLO device-two-again');
  await row('EHLO device-two-again').waitFor();
  expect(await row('EHLO device-five').count()).toBe(0);
  await search.getByLabel('Verdict').selectOption('accepted');
  await page.getByText('No session like this is kept.').waitFor();
  await search.getByRole('button', { name: 'Clear' }).click();
  await row('EHLO device-five').waitFor();
});

test('a refused session is copied, saved as a check, and mended by its advice', async () => {
  await row(/refused 550 5\.7\.54/)
    .last()
    .click();
  const panel = page.getByRole('complementary', { name: 'Session' });
  await panel.getByRole('button', { name: 'Copy as transcript' }).click();
  await panel.getByText('The transcript is on the clipboard.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('550 5.7.54');
  await panel.getByRole('button', { name: 'Save as check …' }).click();
  await panel.getByLabel('Name of the check').fill('Outside is refused');
  await panel.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await panel.getByText('The check Outside is refused is saved').waitFor();
  await panel.getByRole('region', { name: 'What would change it' }).waitFor();
  await opened.picture('sessions-advice');
  await opened.expectAccessible();
  await panel.getByRole('button', { name: 'Let this device relay …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Change the configuration?' }).waitFor();
  await dialog.getByText('Looking at what it changes').waitFor({ state: 'detached' });
  const typed = dialog.getByRole('textbox');
  for (const label of await dialog.locator('label').allInnerTexts())
    await typed.nth(0).fill(/“(.*)”/.exec(label)?.[1] ?? '');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await panel.getByText('Changed. The next session of this device').waitFor();
  const client = await dial({ port });
  await client.deliver({
    from: 'scanner@office.example',
    to: 'bob@elsewhere.example',
    body: 'Subject: x\r\n\r\nx\r\n',
  });
  client.end();
  await page.setViewportSize({ width: 900, height: 600 });
  await opened.picture('sessions-small');
});

test('nothing was refused by the content security policy, and nothing failed', () => {
  expect(troubles).toEqual([]);
});
