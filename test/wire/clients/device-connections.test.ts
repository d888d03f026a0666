import { fileURLToPath } from 'node:url';
import PostalMime, { type Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../../main/config/passwords.ts';
import type { Clock } from '../../../main/clock.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import type { Device, SessionSummary } from '../../../main/contract/session-view.ts';
import { createEngine, type Engine } from '../../../main/engine.ts';
import { dataFolder, removeFolder, runTool } from '../../support/engine-process.ts';
import { freePort } from '../../support/free-port.ts';
import { startScriptedSink, unstuff, type ScriptedSink } from '../../support/scripted-sink.ts';
import { skippingClock } from '../../support/skipping-clock.ts';
import { dial, type Dialogue } from '../../support/smtp-dialogue.ts';
import { eventually } from '../durability/relay.ts';
import { office, relayFor } from './office.ts';

/**
 * How devices connect, row by row: what they say first, how they log on, what TLS they know, how long they wait. Each
 * mail is read behind the next server by a parser of others; what was odd is said on the session and the device.
 */

const caller: Caller = { role: 'admin', name: 'tester' };
/** Addresses of the devices; each has a connector of its own. */
const [PLAIN, OLD_TLS, NO_TLS] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
const [ACCOUNT, REWRITTEN, SMALL] = ['127.0.0.4', '127.0.0.5', '127.0.0.6'] as const;
const BODY = 'From: "Scanner" <scanner@office.example>\r\nTo: <bob@far.example>\r\nSubject: Scan\r\n\r\nSee page 1.';

const running: { close(): Promise<void> }[] = [];
let engine: Engine;
let port: number;
let sink: ScriptedSink;
/** Says nothing behind the dot until it is told to. */
let slow: ScriptedSink;

beforeAll(async () => {
  port = await freePort();
  sink = await startScriptedSink();
  slow = await startScriptedSink({ answer: (command) => (command === '.' ? null : undefined) });
  const login = { authMechanism: ['BasicAuth'], permissionGroups: ['ExchangeUsers'], extendedRights: [] };
  const receive = [
    relayFor(PLAIN, port, { defaultDomain: 'Office' }),
    relayFor(OLD_TLS, port, { name: 'Old TLS', oldTls: true }),
    relayFor(NO_TLS, port, { name: 'No TLS', authMechanism: [] }),
    relayFor(ACCOUNT, port, { name: 'Accounts', ...login }),
    relayFor(REWRITTEN, port, { name: 'Rewritten', rewriting: { sender: 'cloud@office.example' } }),
    relayFor(SMALL, port, { name: 'Small', maxMessageSize: '64KB' }),
  ];
  const passwordHash = await hashPassword('pin4');
  engine = await start(
    receive.map((connector) => ({ ...connector, protocolLoggingLevel: 'Verbose' })),
    { accounts: [{ userName: 'scan', addresses: ['scanner@office.example'], passwordHash }] },
  );
});

afterAll(async () => {
  for (const one of running.reverse()) await one.close();
  await sink.close();
  await slow.close();
});

async function start(connectors: readonly object[], more: object = {}, clock?: Clock) {
  const smartHosts = ['127.0.0.1'];
  const folder = await dataFolder(
    office(connectors as Parameters<typeof office>[0], {
      sendConnectors: [
        { name: 'Internet', addressSpaces: ['*'], smartHosts, port: sink.port },
        { name: 'Slow', addressSpaces: ['slow.example'], smartHosts, port: slow.port },
      ],
      ...more,
    }),
  );
  const made = await createEngine({
    ...{ dataFolder: folder, console: null, version: '0', log: () => undefined },
    ...(clock === undefined ? {} : { clock }),
    rendererFolder: fileURLToPath(new URL('../../../renderer', import.meta.url)),
  });
  running.push({
    close: async () => {
      await made.stop();
      await removeFolder(folder);
    },
  });
  return made;
}

type Step = readonly [line: string, reply: string];

/** What the device says and hears, from the greeting on. */
async function talk(client: Dialogue, steps: readonly Step[]): Promise<void> {
  for (const [line, reply] of steps) {
    await client.send(line);
    await client.expect(reply);
  }
}

async function greeted(from: string): Promise<Dialogue> {
  const client = await dial({ port, from });
  await client.expect('220 *');
  return client;
}

const transaction: readonly Step[] = [
  ['MAIL FROM:<scanner@office.example>', '250 *'],
  ['RCPT TO:<bob@far.example>', '250 *'],
  ['DATA', '354 *'],
  [`${BODY}\r\n.`, '250 2.6.0 *'],
];

/** Sends the mail behind what the device did before; returns it as the next server has it. */
async function arrives(client: Dialogue, steps: readonly Step[] = transaction): Promise<Email> {
  const known = new Set(sink.messages);
  await talk(client, steps);
  client.end();
  await eventually('it arrived', () => sink.messages.length > known.size);
  const message = sink.messages.find((one) => !known.has(one));
  const email = await PostalMime.parse(unstuff(message?.raw ?? Buffer.alloc(0)));
  expect({ subject: email.subject, text: email.text?.trim() }).toEqual({ subject: 'Scan', text: 'See page 1.' });
  for (const field of ['from', 'to', 'date', 'message-id'])
    expect(email.headers.filter(({ key }) => key === field)).toHaveLength(1);
  return email;
}

/** The last session of a device, as the console shows it. */
async function session(address: string): Promise<SessionSummary | undefined> {
  const { sessions } = await engine.api.calls['sessions.list']({ filter: {}, before: null, limit: 50 }, caller);
  return sessions.find(({ remoteEndpoint }) => remoteEndpoint.startsWith(`${address}:`));
}

async function card(address: string): Promise<Device | undefined> {
  return (await engine.api.calls['devices.list']({}, caller)).find((device) => device.address === address);
}

async function noted(address: string, code: string): Promise<string> {
  let text = '';
  await eventually(code, async () => {
    const found = (await session(address))?.deviations.find((deviation) => deviation.code === code);
    text = found?.text ?? '';
    return found !== undefined;
  });
  expect((await card(address))?.deviations).toContain(code);
  return text;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('logging on', () => {
  const password: Step = [base64('pin4'), '235 2.7.0 Authentication successful'];
  // The very bytes: a Xerox quits on any other challenge.
  const login: readonly Step[] = [['AUTH LOGIN', '334 VXNlcm5hbWU6'], [base64('scan'), '334 UGFzc3dvcmQ6'], password];

  test.each<readonly [string, readonly Step[]]>([
    [
      'row 11: the name in the line of AUTH LOGIN',
      [['EHLO bizhub', '250*'], [`AUTH LOGIN ${base64('scan')}`, '334 UGFzc3dvcmQ6'], password],
    ],
    ['row 12: the words of the challenge', [['EHLO xerox', '250*'], ...login]],
    [
      'row 13: AUTH behind HELO, in lower case',
      [
        ['EHLO camera', '250*'],
        ['helo camera', '250 *'],
        ['auth login', '334 VXNlcm5hbWU6'],
        [base64('scan'), '334 UGFzc3dvcmQ6'],
        password,
      ],
    ],
    [
      'row 14: CRAM-MD5 and NTLM first',
      [['EHLO mfp', '250*'], ['AUTH CRAM-MD5', '504 *'], ['AUTH NTLM', '504 *'], ...login],
    ],
    [
      'row 15: a short account, as the cloud has none',
      [
        ['EHLO panel', '250*'],
        [`AUTH PLAIN ${base64('\0scan\0pin4')}`, '235 *'],
      ],
    ],
  ])('%s', async (_row, steps) => {
    const client = await greeted(ACCOUNT);
    await talk(client, steps);
    await arrives(client);
    expect(client.transcript()).not.toMatch(/AUTH[^"]*(?:CRAM|NTLM|GSSAPI)(?!.*504)[^"]*$/m);
    expect((await session(ACCOUNT))?.account).toBe('scan');
  });
});

describe('TLS', () => {
  test.each(['TLSv1', 'TLSv1.1'] as const)(
    'row 16: a device that knows only %s, where that is allowed',
    async (version) => {
      const client = await greeted(OLD_TLS);
      await talk(client, [
        ['EHLO old', '250-*STARTTLS*'],
        ['STARTTLS', '220 *'],
      ]);
      await client.startTls({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' });
      await arrives(client, [['EHLO old', '250*'], ...transaction]);
      expect((await session(OLD_TLS))?.tls).toBe(version);
    },
  );

  test('row 16: the same device elsewhere is told apart', async () => {
    const client = await greeted(PLAIN);
    await talk(client, [
      ['EHLO old', '250-*'],
      ['STARTTLS', '220 *'],
    ]);
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    await expect(client.startTls(old)).rejects.toThrow();
    expect(await noted(PLAIN, 'old-tls')).toContain('allow OldTls');
  });

  test('row 18: a device that takes STARTTLS wherever it is offered is not offered it', async () => {
    const client = await greeted(NO_TLS);
    await client.send('EHLO printer');
    expect(await client.expect('250-*')).not.toContain('STARTTLS');
    await arrives(client);
  });

  test('row 19: a device that refuses our certificate says why in the session', async () => {
    const { code } = await runTool('openssl', [
      ...['s_client', '-connect', `127.0.0.1:${String(port)}`, '-starttls', 'smtp', '-verify_return_error'],
      ...['-no-CAfile', '-no-CApath', '-no-CAstore'],
    ]);
    expect(code).not.toBe(0);
    expect(await noted(PLAIN, 'certificate-refused')).toMatch(/TLS alert 4\d/);
    await eventually('it is closed', async () => (await session(PLAIN))?.endedMs !== null);
    const detail = await engine.api.calls['sessions.get']({ id: (await session(PLAIN))?.id ?? '' }, caller);
    expect(detail.lines.map(({ context }) => context)).toContainEqual(expect.stringMatching(/^Socket error: .*alert/i));
  });
});

describe('time', () => {
  test('row 28: it talks before the banner', async () => {
    const client = await dial({ port });
    await client.raw(
      `EHLO early\r\n${transaction
        .slice(0, 3)
        .map(([line]) => line)
        .join('\r\n')}\r\n`,
    );
    for (const reply of ['220 *', '250-*', '250 *', '250 *', '354 *']) await client.expect(reply);
    await arrives(client, transaction.slice(3));
  });

  test('row 29: it opens the connection and scans for four minutes', async () => {
    const clock = skippingClock();
    const own = await freePort();
    await start([relayFor('127.0.0.1', own)], {}, clock);
    const client = await dial({ port: own });
    await client.expect('220 *');
    await talk(client, [['EHLO scanner', '250*'], ...transaction.slice(0, 2)]);
    clock.skip(240_000);
    await arrives(client, transaction.slice(2));
  });

  test('row 30: it is answered before the next server has said anything', async () => {
    const client = await greeted(PLAIN);
    const steps = transaction.map(([line, reply]): Step => [line.replace('<bob@far', '<bob@slow'), reply]);
    await talk(client, [['EHLO hasty', '250*'], ...steps]);
    client.end();
    await eventually('the next server has it', () => slow.messages.length > 0);
    const filter = { after: null, limit: 5, recipient: 'bob@slow.example' };
    const waits = async () => (await engine.api.calls['queue.messages'](filter, caller)).messages;
    expect(await waits()).toHaveLength(1);
    slow.sessions[0]?.socket.write('250 2.0.0 Ok\r\n');
    await eventually('it has left', async () => (await waits()).length === 0);
    const email = await PostalMime.parse(unstuff(slow.messages[0]?.raw ?? Buffer.alloc(0)));
    expect(email.subject).toBe('Scan');
  });
});

test('row 10: several recipients in one RCPT are refused in words, one by one they are taken', async () => {
  const client = await greeted(PLAIN);
  await talk(client, [
    ['EHLO mfp', '250*'],
    transaction[0] as Step,
    ['RCPT TO:<bob@far.example>;<ann@far.example>', '501 *'],
  ]);
  expect(await noted(PLAIN, 'several-recipients')).not.toBe('');
  await arrives(client, transaction.slice(1));
});

test('row 31: a scan that is too big is refused by name, on the session and on the card; the next one passes', async () => {
  const client = await greeted(SMALL);
  await talk(client, [
    ['EHLO mfp', '250*'],
    ['MAIL FROM:<scanner@office.example> SIZE=9000000', '552 5.3.4 *'],
  ]);
  await talk(client, transaction.slice(0, 3));
  await client.raw(`${BODY}\r\n${'scan page\r\n'.repeat(10_000)}.\r\n`);
  await client.expect('552 5.3.4 *');
  await arrives(client);
  await eventually('the card says it', async () => (await card(SMALL))?.lastError?.startsWith('552 5.3.4') === true);
  expect((await session(SMALL))?.lastError).toMatch(/^552 5\.3\.4 .*size/);
});

test('row 32: the same scan again after a timeout arrives again, and that is said', async () => {
  const again = transaction.map(([line, reply]): Step => [
    line.replace('Subject:', 'Message-ID: <1@mfp>\r\nSubject:'),
    reply,
  ]);
  for (let time = 0; time < 2; time += 1) await arrives(await greeted(SMALL), [['EHLO mfp', '250*'], ...again]);
  expect(await noted(SMALL, 'repeated-message')).toContain('came 2 times');
});

test('row 33: a sender the cloud would refuse is replaced, and stays as the one to answer', async () => {
  const client = await greeted(REWRITTEN);
  const { from, replyTo } = await arrives(client, [['EHLO mfp', '250*'], ...transaction]);
  expect([from?.address, replyTo?.map(({ address }) => address)]).toEqual([
    'cloud@office.example',
    ['scanner@office.example'],
  ]);
  expect(sink.messages.some(({ mailFrom }) => mailFrom.startsWith('<cloud@office.example>'))).toBe(true);
});

describe('what is no mail at all', () => {
  test('row 35: a probe that connects and leaves is quiet, a browser and SSL on the plain port are told apart', async () => {
    const probe = await greeted(PLAIN);
    probe.socket.resetAndDestroy();
    for (const [bytes, code, words] of [
      ['GET / HTTP/1.1\r\n\r\n', 'http-request', 'HTTP'],
      ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'tls-on-plain-port', 'ImplicitTls'],
    ] as const) {
      const client = await greeted(PLAIN);
      await client.raw(Buffer.from(bytes, 'latin1'));
      await client.expect('421 *');
      await client.closed();
      expect(await noted(PLAIN, code)).toContain(words);
    }
    await arrives(await greeted(PLAIN), [['EHLO mfp', '250*'], ...transaction]);
  });

  test('row 36: telnet’s own bytes and backspaces of a person cost one line, not the mail', async () => {
    const client = await greeted(PLAIN);
    await client.raw(Buffer.from('\xff\xfb\x1f\xff\xfd\x01EHLO me\r\nEHLP\b\bLO me\r\n', 'latin1'));
    await client.expect('500 *');
    await client.expect('500 *');
    await arrives(client, [['EHLO me', '250*'], ...transaction]);
    expect(await noted(PLAIN, 'terminal-bytes')).toContain('telnet');
  });

  test('row 37: verbs of other servers are answered and the mail passes', async () => {
    const client = await greeted(PLAIN);
    await talk(client, [
      ...([
        ['EHLO exchange', '250*'],
        ['NOOP x', '250 *'],
        ['VRFY bob', '252 *'],
        ['HELP', '214*'],
        ['EXPN staff', '502 *'],
      ] as const),
      ...([
        ['BDAT 10 LAST', '500 *'],
        ['XEXCH50 2 2', '500 *'],
      ] as const),
    ]);
    await arrives(client);
  });

  test('row 38: who says nothing but nonsense is cut off, and comes again', async () => {
    const client = await greeted(PLAIN);
    for (let said = 0; said < 6; said += 1) await client.send(`NONSENSE ${String(said)}`);
    await client.closed();
    expect(client.transcript()).toMatch(/421 4\.7\.0 Too many errors/);
    await arrives(await greeted(PLAIN), [['EHLO mfp', '250*'], ...transaction]);
  });
});
