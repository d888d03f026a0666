import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isForbiddenAddress } from '../../../main/alerts/webhook-address.ts';
import { createWebhookChannel } from '../../../main/alerts/webhook-channel.ts';
import type { Clock } from '../../../main/clock.ts';
import { systemClock } from '../../../main/clock.ts';
import { compileAlerts } from '../../../main/config/compile-alerts.ts';
import { createSelfSigned } from '../../support/self-signed.ts';
import { alertsSchema } from '../../../main/contract/alerts.ts';
import { aNotice, anItem } from '../../support/alerts.ts';
import { manualClock, until } from '../../support/manual-clock.ts';

const never = new AbortController().signal;
const notice = aNotice({ title: 'A is wrong.', problems: { items: [anItem('A')], more: 37 } });

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answering = (listener: RequestListener): Promise<number> => listen(createHttpServer(listener));

function channel(webhookUrl: string, more: { clock?: Clock; token?: string; ca?: string } = {}) {
  return createWebhookChannel({
    clock: more.clock ?? systemClock,
    settings: () => compileAlerts(alertsSchema.parse({ webhookUrl }), 'postmaster@office.example'),
    serverName: () => 'OFFICE',
    version: '1.0.0',
    token: () => Promise.resolve(more.token ?? null),
    ...(more.ca === undefined ? {} : { ca: more.ca }),
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

test('an alert is posted as JSON with its token, its id and its text', async () => {
  let got: { readonly request: IncomingMessage; readonly body: string } | null = null;
  const port = await answering((request, response) => {
    void textOf(request).then((body) => {
      got = { request, body };
      response.end('ok');
    });
  });
  const result = await channel(`http://127.0.0.1:${String(port)}/hooks/a?b=c`, { token: 'secret' }).send(
    notice,
    [],
    never,
  );
  expect(result).toEqual({ state: 'sent', text: `The webhook 127.0.0.1:${String(port)} answered 200.` });
  expect(got).toMatchObject({
    request: {
      method: 'POST',
      url: '/hooks/a?b=c',
      headers: { 'content-type': 'application/json', authorization: 'Bearer secret', 'idempotency-key': notice.id },
    },
  });
  const body = JSON.parse((got as unknown as { body: string }).body) as { readonly text: string };
  expect(body).toMatchObject({ product: 'Postroom', server: 'OFFICE', kind: 'alert', problems: { more: 37 } });
  expect(body.text).toContain('What to do: Mend A.');
});

test('https is spoken, and the certificate is judged', async () => {
  const names = { fqdn: 'localhost', serverName: 'HOOK', hostname: 'localhost' };
  const { certificate, key } = await createSelfSigned(names, systemClock);
  const port = await listen(createHttpsServer({ cert: certificate, key }, (_request, response) => response.end()));
  const url = `https://localhost:${String(port)}/`;
  expect(await channel(url, { ca: certificate }).send(notice, [], never)).toMatchObject({ state: 'sent' });
  expect(await channel(url).send(notice, [], never)).toMatchObject({
    state: 'retry',
    text: expect.stringMatching(/did not answer: .*self-signed/) as unknown,
  });
});

test.each([
  [500, 'retry'],
  [429, 'retry'],
  [408, 'retry'],
  [404, 'failed'],
  [401, 'failed'],
  [302, 'failed'],
] as const)('an answer of %i means: %s', async (status, state) => {
  const hits: string[] = [];
  const port = await answering((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  expect(await channel(`http://127.0.0.1:${String(port)}/`).send(notice, [], never)).toMatchObject({ state });
  // A redirect is not followed.
  expect(hits).toEqual(['/']);
});

test('one that never answers is given up after a quarter of a minute, one that is not there at once', async () => {
  const clock = manualClock();
  let asked = false;
  const port = await answering(() => (asked = true));
  const slow = channel(`http://127.0.0.1:${String(port)}/`, { clock }).send(notice, [], never);
  await until(() => asked, 'the webhook is asked');
  await clock.advance(15_000);
  expect(await slow).toMatchObject({ state: 'retry', text: expect.stringContaining('it took too long') as unknown });
  expect(await channel('http://127.0.0.1:1/').send(notice, [], never)).toMatchObject({ state: 'retry' });
});

test('a stop ends the waiting', async () => {
  const stopping = new AbortController();
  const port = await answering(() => stopping.abort());
  const result = channel(`http://127.0.0.1:${String(port)}/`).send(notice, [], stopping.signal);
  expect(await result).toMatchObject({ state: 'retry' });
});

test.each([
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2001:0:1::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  'ff02::1',
  'somewhere',
])('%s is no place for a webhook', (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
});

test.each(['127.0.0.1', '::1', '192.168.0.9', '10.0.0.1', '203.0.113.9', 'fd00::1', '64:ff9b::cb00:7109'])(
  '%s may be one',
  (address) => {
    expect(isForbiddenAddress(address)).toBe(false);
  },
);

test('an address that machines keep for themselves is not connected to', async () => {
  expect(await channel('http://169.254.169.254/latest').send(notice, [], never)).toMatchObject({
    state: 'retry',
    text: expect.stringContaining('machines keep for themselves') as unknown,
  });
});

test.each(['ftp://a/', 'http://user:pass@a/', 'javascript:alert(1)', 'http://', 'http://a b/', 'http://a/\nX: y'])(
  '%j is no webhook',
  (webhookUrl) => {
    expect(alertsSchema.safeParse({ webhookUrl }).success).toBe(false);
  },
);
