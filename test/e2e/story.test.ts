import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsole } from '../support/console-page.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { runTool } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';
import { requireTool } from '../support/requirements.ts';
import { startScriptedSink, type ScriptedSink } from '../support/scripted-sink.ts';

/**
 * An admin's day in a real browser, against the built engine, with mail of swaks and smtp-source: a device is refused,
 * follows the advice and relays; its session becomes a check; a change that would break it is seen and taken back; the
 * queue is worked on while mail flows; the engine is started anew under the page.
 */

const hasTools = (await requireTool('swaks')) && (await requireTool('smtp-source'));
const DEVICE = '127.0.0.2';
const MESSAGES = 20;
let opened: ConsolePage;
let page: Page;
let sink: ScriptedSink;
/** Says no to what smtp-source sends, for as long as it is set. */
let putOff: string | null = '451 4.3.0 come back later';
let port: number;

beforeAll(async () => {
  sink = await startScriptedSink({
    answer: (command) => (command.includes('slow.example') && putOff !== null ? putOff : undefined),
  });
  port = await freePort();
  const shared = {
    bindings: [`0.0.0.0:${String(port)}`],
    permissionGroups: ['AnonymousUsers'],
    tarpitInterval: '00:00:00',
    maxInboundConnectionPercentagePerSource: 100,
  };
  opened = await openConsole({
    server: { name: 'OFFICE', fqdn: 'mail.office.example' },
    receiveConnectors: [
      { ...shared, name: 'Default Frontend OFFICE', remoteIPRanges: ['0.0.0.0-255.255.255.255'] },
      {
        ...shared,
        ...{ name: 'Programs', remoteIPRanges: ['127.0.0.1'] },
        extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
      },
    ],
    acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
    // Nothing is tried again by itself while the test counts what waits.
    transport: {
      ...{ minimumFreeDisk: '0B', queueGlitchRetryInterval: '12:00:00', transientFailureRetryInterval: '12:00:00' },
      ...{ outboundConnectionFailureRetryInterval: '12:00:00', messageRetryInterval: '12:00:00' },
    },
    sendConnectors: [{ name: 'Internet', addressSpaces: ['SMTP:*;1'], smartHosts: ['127.0.0.1'], port: sink.port }],
  });
  ({ page } = opened);
});

afterAll(async () => {
  await opened.close();
  await sink.close();
});

const withTools = test.runIf(hasTools);
const dialog = () => page.getByRole('dialog');
const log = () => page.getByRole('listbox', { name: 'Session log' });
const arrived = (address: string) => sink.messages.filter(({ rcptTo }) => rcptTo.some((one) => one.includes(address)));

async function scan(to: string): Promise<string> {
  const words = ['--server', `127.0.0.1:${String(port)}`, '--local-interface', DEVICE, '--helo', 'HP-MFP-2'];
  const swaks = () => runTool('swaks', [...words, '--from', 'scanner@office.example', '--to', to]);
  let said = '';
  // A busy machine may be told to come back in a moment, and a device does.
  await expect.poll(async () => (said = (await swaks()).stdout)).not.toContain('452 4.3.1');
  return said;
}

/** Messages of smtp-source, which gives up where a busy machine tells it to come back later. */
async function sourced(count: number, to: string): Promise<void> {
  const words = ['-m', String(count), '-l', '2000', '-f', 'erp@office.example', '-t', to];
  await once(spawn('smtp-source', [...words, `127.0.0.1:${String(port)}`], { stdio: 'ignore' }), 'exit');
}

/** How many messages wait, once each has been tried. */
async function settled(): Promise<number> {
  let waiting = 0;
  const look = async (): Promise<number> => {
    const { stdout } = await opened.postroom.cli(['status', '--json']);
    const { queue } = JSON.parse(stdout) as { queue: { waiting: number; active: number; retry: number } };
    waiting = queue.waiting;
    return queue.active + queue.waiting - queue.retry;
  };
  await expect.poll(look).toBe(0);
  return waiting;
}

/** Confirms whatever the report wants typed out, then the change. */
async function confirmed(button: string): Promise<void> {
  const confirm = dialog().getByRole('button', { name: button, exact: true });
  await confirm.waitFor();
  for (const label of await dialog().locator('label').allInnerTexts()) {
    const typed = /“(.*)”/.exec(label)?.[1];
    if (typed !== undefined) await dialog().getByLabel(label).fill(typed);
  }
  await confirm.click();
  await dialog().waitFor({ state: 'detached' });
}

withTools('a device is refused, its advice is followed, and it relays', async () => {
  expect(await scan('customer@far.example')).toContain('550 5.7.54');
  await page.getByRole('link', { name: /^Sessions/ }).click();
  await log()
    .getByRole('option', { name: /refused 550 5\.7\.54/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Let this device relay …' }).click();
  await confirmed('Apply');
  expect(await scan('customer@far.example')).toContain('250 2.6.0');
  await expect.poll(() => arrived('customer@far.example')).toHaveLength(1);
});

withTools('its session is found, opened in the tester and kept as a check', async () => {
  await page.getByLabel('Verdict').selectOption({ label: 'accepted' });
  await log()
    .getByRole('option', { name: /RCPT TO:<customer@far\.example>/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Open in tester' }).click();
  await page.getByText(/^Same as the transcript/).waitFor();
  await expect.poll(() => page.getByLabel('Client address').inputValue()).toBe(DEVICE);
  await page.getByRole('button', { name: 'Save as check …' }).click();
  await dialog().getByLabel('Name of the check').fill('Scans reach customers');
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The check Scans reach customers is saved.').waitFor();
});

withTools('a change that would break it is warned of, made, and taken back', async () => {
  await page.getByRole('link', { name: 'Connectors' }).click();
  const relay = page.getByRole('listitem').filter({ hasText: '127.0.0.2 may relay to anyone' });
  await relay.getByRole('link').click();
  await dialog().getByRole('tab', { name: 'Security' }).click();
  await dialog().getByLabel('May relay to outside recipients').uncheck();
  await dialog().getByRole('button', { name: 'Save …' }).click();
  await dialog()
    .getByText(/Scans reach customers/)
    .first()
    .waitFor();
  await opened.picture('story-warning');
  await confirmed('Save');
  expect(await scan('customer@far.example')).toContain('550 5.7.54');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The change was taken back.').waitFor();
  expect(await scan('customer@far.example')).toContain('250 2.6.0');
});

withTools('queue entries are suspended, removed and retried while mail flows', async () => {
  await sourced(MESSAGES, 'a@slow.example');
  const waiting = await settled();
  const flow = sourced(10 * MESSAGES, 'reception@office.example');
  await page.getByRole('link', { name: /^Queue/ }).click();
  await page.getByRole('link', { name: '[127.0.0.1]' }).first().click();
  await page.getByRole('button', { name: `Select all ${String(waiting)}` }).waitFor();
  const first = page.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').first();
  await first.click();
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  await page.getByText('1 message suspended.').waitFor();
  await page.getByRole('button', { name: 'Remove …' }).click();
  await dialog()
    .getByRole('button', { name: /^Remove without/ })
    .click();
  await page.getByText('1 message removed.').waitFor();
  putOff = null;
  await page.getByRole('button', { name: `Select all ${String(waiting - 1)}` }).click();
  await page.getByRole('button', { name: 'Retry', exact: true }).click();
  await expect.poll(() => arrived('slow.example').length).toBe(waiting - 1);
  await flow;
  await page.getByText(`Receiving on ${String(port)}, sending through 127.0.0.1, nothing waiting`).waitFor();
});

withTools('the engine is started anew under the page, which says so and shows what is the case', async () => {
  await page.getByRole('link', { name: 'Overview' }).click();
  await opened.killEngine();
  await page.getByText(/No connection to Postroom/).waitFor();
  await opened.startAgain();
  await page.getByText(/No connection to Postroom/).waitFor({ state: 'detached' });
  await page.getByText(`Receiving on ${String(port)}, sending through 127.0.0.1, nothing waiting`).waitFor();
  expect(await scan('after@far.example')).toContain('250 2.6.0');
  await page.getByRole('link', { name: /^Sessions/ }).click();
  await page.getByLabel('Verdict').selectOption({ label: 'Any verdict' });
  await log()
    .getByRole('option', { name: /RCPT TO:<after@far\.example>/ })
    .first()
    .waitFor();
});
