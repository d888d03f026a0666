import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { ConsolePage } from '../support/console-page.ts';
import type { ScriptedSink } from '../support/scripted-sink.ts';
import { eventually } from '../wire/durability/relay.ts';

/** What an administrator does to single messages in the console; part of the queue's tests, on their engine and page. */

export interface SurgeryDesk {
  readonly opened: ConsolePage;
  readonly page: Page;
  /** Puts off whoever is called `wrong…`. */
  readonly sink: ScriptedSink;
  /** Behind the send connector Other. */
  readonly other: ScriptedSink;
  /** The messages of the smart host's queue. */
  readonly grid: Locator;
  submit(to: string, body: string): Promise<void>;
}

/** Registers the tests; `desk` is asked for when they run. */
export function surgeryTests(desk: () => SurgeryDesk): void {
  const page = () => desk().page;
  const opened = () => desk().opened;
  const row = (subject: string) => desk().grid.getByRole('row').filter({ hasText: subject });
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const dialog = (name: string) => page().getByRole('dialog', { name });
  const focused = () => page().evaluate(() => document.activeElement?.textContent);
  const countOf = (where: ScriptedSink, to: string) =>
    where.messages.filter(({ rcptTo }) => rcptTo.includes(`<${to}>`)).length;
  const reached = (where: ScriptedSink, to: string) => expect.poll(() => countOf(where, to));
  const flow = { flows: true, sent: 0, ended: Promise.resolve<unknown>(null) };

  beforeAll(async () => {
    for (const at of ['1', '2', '3'])
      await desk().submit(`wrong${at}@far.example`, `Subject: Cut ${at}\r\n\r\nHello\r\n`);
    // One after the other: each has arrived before the next is sent.
    flow.ended = (async () => {
      while (flow.flows) {
        const to = `flowing${String(flow.sent)}@far.example`;
        await desk().submit(to, 'Subject: Flows\r\n\r\nHello\r\n');
        await eventually('it arrived', () => countOf(desk().sink, to) === 1);
        flow.sent += 1;
      }
      return null;
      // Told by the last test, not by the process.
    })().catch((error: unknown) => error);
    await row('Cut 3').waitFor();
  });

  test('by keyboard alone a message gets another recipient, and leaves', async () => {
    await row('Cut 1').locator('[role=gridcell]').first().click();
    await desk().grid.focus();
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { level: 1, name: 'Cut 1' }).waitFor();
    for (let at = 0; at < 40 && (await focused()) !== 'Change recipients …'; at += 1)
      await page().keyboard.press('Tab');
    await page().keyboard.press('Enter');
    const edit = dialog('Change the recipients');
    const send = edit.getByRole('button', { name: 'Change and send' });
    /** A button that is not enabled yet is passed over by Tab. */
    const change = async (): Promise<void> => {
      await expect.poll(() => send.isEnabled()).toBe(true);
      for (const key of ['Tab', 'Tab', 'Tab', 'Enter']) await page().keyboard.press(key);
    };
    await edit.getByText('Nobody changes.').waitFor();
    await expect.poll(() => send.isDisabled()).toBe(true);
    await page().keyboard.press('Control+End');
    await page().keyboard.type('\nno address\nright..one@far.example');
    await edit.getByText('Line 2: “no” is not an address.').waitFor();
    await page().keyboard.press('Control+A');
    await page().keyboard.type('right..one@far.example');
    await edit.getByText('Gets it now: right..one@far.example').waitFor();
    await opened().picture('message-edit');
    await opened().expectAccessible();
    await change();
    await edit.getByText('"right..one@far.example" is not an address that mail can be sent to.').waitFor();
    await page().keyboard.press('Escape');
    await edit.waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Change recipients …');
    await page().keyboard.press('Enter');
    await page().keyboard.press('Control+A');
    await page().keyboard.type('right@far.example');
    await edit.getByText('Does not get it any more, and nobody is told: wrong1@far.example').waitFor();
    await change();
    await page().getByText('The message is for 1 recipient now, and is tried at once.').waitFor();
    await reached(desk().sink, 'right@far.example').toBe(1);
  });

  test('a message that has left shows what became of it', async () => {
    await page().getByText('This message has left the queue.').waitFor();
    const history = page().getByRole('region', { name: 'What became of it' });
    await history.getByText('received', { exact: true }).waitFor();
    await history.getByText('sent', { exact: true }).waitFor();
    await history.getByText('right@far.example').waitFor();
    await opened().picture('message-gone');
    await opened().expectAccessible();
    expect(await button('Forward …').isVisible()).toBe(false);
    await page().getByRole('link', { name: '← Queue' }).click();
    await row('Cut 1').waitFor({ state: 'detached' });
  });

  test('many are held for a reason, until a time', async () => {
    for (const at of ['2', '3']) await row(`Cut ${at}`).locator('[role=gridcell]').first().click();
    await button('Hold …').click();
    const hold = dialog('Hold 2 messages?');
    await hold.getByLabel('Reason').fill('ask Ann');
    await hold.getByRole('radio', { name: 'a time' }).check();
    await hold.getByLabel('Released at').fill('2001-01-01T06:00');
    await hold.getByRole('button', { name: 'Hold' }).click();
    await hold.getByText('Choose a time in the future.').waitFor();
    await opened().picture('queue-hold');
    await opened().expectAccessible();
    await hold.getByLabel('Released at').fill('2099-01-01T06:00');
    await hold.getByRole('button', { name: 'Hold' }).click();
    await page().getByText('2 messages held.').waitFor();
    await expect.poll(focused).toBe('Hold …');
    await row('Cut 2').getByText('Held: ask Ann').waitFor();
    await row('Cut 2').getByText('suspended', { exact: true }).waitFor();
  });

  test('what waits is sent once more to somebody else, and forwarded whole', async () => {
    await row('Cut 2').getByRole('link').click();
    await page().getByText('Held until').waitFor();
    await button('Resend as new …').click();
    const resend = dialog('Resend as a new message');
    await resend.getByRole('radio', { name: 'these addresses' }).check();
    await resend.getByRole('textbox', { name: 'Addresses' }).fill('again@far.example');
    await opened().picture('message-resend');
    await opened().expectAccessible();
    await resend.getByRole('button', { name: 'Resend' }).click();
    await page().getByText('The message was queued once more.').waitFor();
    await page().getByRole('link', { name: 'Show the new message' }).waitFor();
    await expect.poll(focused).toBe('Resend as new …');
    await reached(desk().sink, 'again@far.example').toBe(1);
    await button('Forward …').click();
    const forward = dialog('Forward the message');
    await forward.getByRole('textbox', { name: 'Addresses' }).fill('boss@far.example, "Berg, Anna" <anna@far.example>');
    await opened().picture('message-forward');
    await opened().expectAccessible();
    await forward.getByRole('button', { name: 'Forward' }).click();
    await page().getByText('Forwarded to 2 recipients.').waitFor();
    await reached(desk().sink, 'anna@far.example').toBe(1);
    const forwarded = desk().sink.messages.find(({ rcptTo }) => rcptTo.includes('<boss@far.example>'));
    expect(forwarded?.raw.toString()).toContain('Content-Type: message/rfc822');
  });

  test('it goes another way, chosen by hand, and what flowed meanwhile has all arrived', async () => {
    await button('Send through …').click();
    const route = dialog('Send this message another way?');
    await route.getByText('The way is chosen again by').waitFor();
    await route.getByLabel('Send through').selectOption('Other');
    await route.getByText('All who still wait are sent through Other').waitFor();
    await opened().picture('message-route');
    await opened().expectAccessible();
    await route.getByRole('button', { name: 'Send', exact: true }).click();
    await page().getByText('1 message will be sent this way now.').waitFor();
    await reached(desk().other, 'wrong2@far.example').toBe(1);
    await page().getByRole('link', { name: '← Queue' }).click();
    // The other one that was selected has left.
    await page().getByText('1 selected').waitFor();
    await button('Send through …').click();
    await page().getByLabel('Send through').selectOption('Other');
    await page().getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await reached(desk().other, 'wrong3@far.example').toBe(1);
    flow.flows = false;
    expect(await flow.ended).toBeNull();
    expect(flow.sent).toBeGreaterThan(0);
  });
}
