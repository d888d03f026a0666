import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aliceHash, connectorOn, type Harness } from '../../support/frontend-harness.ts';
import { base64, client, converse, greeted, inData, lastSession, onStage, start, startWith } from './stage.ts';

onStage();

/** Addresses, names and headers made to be read as something else: by the relay decision, a later hop, or a log. */

const patient = { maxProtocolErrors: 'unlimited' };
const relay = {
  extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
};
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

/** The replies to RCPT, one transaction for all. */
async function ask(
  connector: Record<string, unknown>,
  cases: readonly (readonly [string, string])[],
): Promise<Harness> {
  const h = await start({ ...patient, ...connector });
  const c = await greeted();
  await converse(c, [['MAIL FROM:<a@b.example>', '250 *']]);
  await converse(
    c,
    cases.map(([path, reply]) => [`RCPT TO:${path}`, reply]),
  );
  return h;
}

describe('recipients from outside', () => {
  it('AD-01 to AD-04: hidden routes are read as what they are', async () => {
    await ask({}, [
      ['<user%remote.example@office.example>', '550 5.7.54 *'],
      ['<@relay.example,@x.example:user@remote.example>', '550 5.7.54 *'],
      ['<@remote.example:user@office.example>', '250 *'],
      ['<@office.example:user@remote.example>', '550 5.7.54 *'],
      ['<remote!user>', '501 5.1.3 *'],
      ['<remote!user@office.example>', '550 5.7.54 *'],
      ['<"user@remote.example"@office.example>', '550 5.7.54 *'],
      ['<"user%remote.example">', '501 5.1.3 *'],
      ['<"a b"@office.example>', '250 *'],
      ['<"a\\"b"@office.example>', '250 *'],
      ['<""@office.example>', '501 5.1.3 *'],
      ['<"a"b@office.example>', '501 5.1.3 *'],
      ['<"a@office.example>', '501 5.1.3 *'],
    ]);
  });

  it('AD-05: nothing that another parser splits or strips', async () => {
    await ask(relay, [
      ['<a,b@office.example>', '501 *'],
      ['<a;b@office.example>', '501 *'],
      ['<(x)a@office.example>', '501 *'],
      ['<a(x)@office.example>', '501 *'],
      ['<a:b@office.example>', '501 *'],
      ['<a b@office.example>', '501 *'],
      ['<a\\@b@office.example>', '501 *'],
      ['<a@b@office.example>', '501 *'],
      ['<>', '501 *'],
      ['<@office.example>', '501 *'],
      ['<a@>', '501 *'],
    ]);
  });

  it('AD-06: addresses of this machine are no accepted domains', async () => {
    await ask({}, [
      ['<user@[127.0.0.1]>', '550 5.7.54 *'],
      ['<user@[IPv6:::1]>', '550 5.7.54 *'],
      ['<user@[::ffff:10.0.0.1]>', '501 *'],
      ['<user@[010.0.0.1]>', '501 *'],
      ['<user@[256.0.0.1]>', '501 *'],
      ['<user@127.0.0.1>', '55* *'],
      ['<user@localhost>', '550 5.7.54 *'],
      ['<user@.>', '501 *'],
      ['<user@com>', '550 5.7.54 *'],
      ['<user@office..example>', '501 *'],
    ]);
  });

  it('AD-07 to AD-10: the domain is compared label by label, whatever its spelling', async () => {
    const h = await startWith((port) => ({
      receiveConnectors: [connectorOn(port, { ...patient, smtpUtf8Enabled: true })],
      acceptedDomains: [
        { name: 'Office', domainName: 'office.example', default: true },
        { name: 'Umlaut', domainName: 'münchen.example' },
        { name: 'Tree', domainName: '*.tree.example' },
      ],
    }));
    const c = await greeted();
    await converse(c, [['MAIL FROM:<a@b.example> SMTPUTF8', '250 *']]);
    const cases: [string, string][] = [
      ['<user@office.example.>', '501 *'],
      ['<User@OFFICE.Example>', '250 *'],
      ['<u@xn--mnchen-3ya.example>', '250 *'],
      ['<u@münchen.example>', '250 *'],
      ['<u@mu\u0308nchen.example>', '250 *'],
      ['<u@office。example>', '250 *'],
      ['<u@оffice.example>', '550 5.7.54 *'],
      ['<u@off\u200bice.example>', '501 *'],
      ['<u@\ufeffoffice.example>', '501 *'],
      ['<u@office.example\u202e>', '501 *'],
      ['<u@eviloffice.example>', '550 5.7.54 *'],
      ['<u@office.example.evil.com>', '550 5.7.54 *'],
      ['<u@sub.office.example>', '550 5.7.54 *'],
      ['<u@sub.tree.example>', '250 *'],
      ['<u@a.b.tree.example>', '250 *'],
      ['<u@eviltree.example>', '550 5.7.54 *'],
    ];
    await converse(
      c,
      cases.map(([path, reply]) => [utf8(`RCPT TO:${path}`), reply]),
    );
    expect(h.frontend.sessionCount()).toBe(1);
  });

  it('AD-11: lengths end where RFC 5321 ends them', async () => {
    const local = (n: number): string => 'l'.repeat(n);
    const domain = `${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(57)}`;
    await ask({ ...relay, tolerance: 'Strict' }, [
      [`<${local(64)}@office.example>`, '250 *'],
      [`<${local(65)}@office.example>`, '501 *'],
      [`<${local(300)}@office.example>`, '501 *'],
      [`<${local(60)}@${domain}>`, '250 *'],
      [`<${local(64)}@${domain}ddddd>`, '501 *'],
      [`<a@${'d'.repeat(64)}.example>`, '501 *'],
    ]);
    // Devices may exceed the local part, never the path.
    await ask({ ...relay, tolerance: 'DeviceFriendly' }, [
      [`<${local(65)}@office.example>`, '250 *'],
      [`<${local(300)}@office.example>`, '501 *'],
    ]);
  });

  it('AD-12, AD-13: postmaster is always there, and the null sender is nothing special', async () => {
    const h = await start({ ...patient }, { recipients: [{ address: 'anna@office.example' }] });
    const c = await greeted();
    await converse(c, [
      ['MAIL FROM:<>', '250 *'],
      ['RCPT TO:<postmaster>', '250 *'],
      ['RCPT TO:<Postmaster>', '250 *'],
      ['RCPT TO:<POSTMASTER@office.example>', '250 *'],
      ['RCPT TO:<x@elsewhere.example>', '550 5.7.54 *'],
      ['RCPT TO:<nobody@office.example>', '550 5.1.1 *'],
      ['DATA', '354 *'],
      ['Subject: s\r\n\r\nx\r\n.', '250 2.6.0 *'],
    ]);
    const addresses = (await h.messages())[0]?.message.recipients.map(({ address }) => address.toLowerCase());
    expect(new Set(addresses)).toEqual(new Set(['postmaster@office.example']));
  });

  it('AD-15: what a shell, SQL or a template would take is plain data', async () => {
    const h = await start(patient);
    const c = await greeted();
    const addresses = [
      '${run{/bin/sh}}@office.example',
      '|/bin/sh@office.example',
      '/etc/passwd@office.example',
      '%s%n@office.example',
      "a'--@office.example",
      '`id`@office.example',
      '{{7*7}}@office.example',
    ];
    await converse(c, [
      ["MAIL FROM:<a'OR'1'='1@b.example>", '250 *'],
      ['RCPT TO:<;sleep 66;@office.example>', '501 *'],
      ["RCPT TO:<a@b'; DROP TABLE messages;-->", '501 *'],
    ]);
    for (const address of addresses) {
      await c.send(`RCPT TO:<${address}>`);
      await c.expect(/[%!]/.test(address) ? '550 *' : '250 *');
    }
    await converse(c, [
      ['DATA', '354 *'],
      ['Subject: $(id)\r\n\r\nx\r\n.', '250 2.6.0 *'],
    ]);
    const [message] = await h.messages();
    expect(message?.message.envelope.mailFrom).toBe("a'OR'1'='1@b.example");
    expect(message?.message.recipients.map(({ address }) => address)).toEqual(
      addresses.filter((address) => !/[%!]/.test(address)),
    );
  });

  it('AD-16: one address, one decision, however it is spelled', async () => {
    await startWith((port) => ({
      receiveConnectors: [
        connectorOn(port, {
          bindings: [`127.0.0.1:${port}`, `[::1]:${port}`],
          remoteIPRanges: ['0.0.0.0-255.255.255.255', '::/0'],
        }),
        connectorOn(port, {
          name: 'Relay',
          bindings: [`127.0.0.1:${port}`, `[::1]:${port}`],
          remoteIPRanges: ['127.0.0.2', '0:0:0:0:0:0:0:1'],
          ...relay,
        }),
      ],
    }));
    for (const [options, reply] of [
      [{ from: '127.0.0.2' }, '250 *'],
      [{ host: '::ffff:127.0.0.1', from: '::ffff:127.0.0.2' }, '250 *'],
      [{ host: '::1' }, '250 *'],
      [{ from: '127.0.0.3' }, '550 *'],
      [{ host: '::ffff:127.0.0.1', from: '::ffff:127.0.0.3' }, '550 *'],
    ] as const) {
      const c = await greeted(options);
      await converse(c, [
        ['MAIL FROM:<a@b.example>', '250 *'],
        ['RCPT TO:<x@elsewhere.example>', reply],
      ]);
    }
  });
});

describe('injection', () => {
  it('IN-01, IN-02: control characters end in 501 wherever they hide', async () => {
    const h = await start(patient);
    const c = await greeted();
    for (const line of [
      'MAIL FROM:<a@b.example>\rRSET',
      'MAIL FROM:<a\rb@b.example>',
      'MAIL FROM:<a\0b@b.example>',
      'MAIL FROM:<a\x7fb@b.example>',
      'MAIL FROM:<a\x1b[2Jb@b.example>',
      utf8('MAIL FROM:<a\u0085b@b.example>'),
      'MAIL FROM:<a\x9bb@b.example>',
      'MAIL FROM:<a@b.example> ENVID=ab+0D+0ARCPT',
      'MAIL FROM:<a@b.example> AUTH=<+0A>',
      'MAIL FROM:<a@b.example> SIZE=1\x0bRET=HDRS',
    ]) {
      await c.send(line);
      await c.expect('50* 5.*');
    }
    await converse(c, [
      ['MAIL FROM:<a@b.example> ENVID=ab+2B AUTH=<>', '250 *'],
      ['RCPT TO:<x@office.example> ORCPT=rfc822;a+0D+0Ab@c.example', '501 *'],
      ['RCPT TO:<x@office.example> NOTIFY=\0', '501 *'],
      ['RCPT TO:<a\nb@office.example>', '501 *'],
    ]);
    // The LF ended the line, so its second half was a command of its own.
    await c.expect('500 *');
    expect(await h.messages()).toEqual([]);
  });

  it.each([
    ['<script>alert(1)</script>', 'unknown'],
    ['"; rm -rf', null],
    ['x)(y', 'unknown'],
    [utf8('drücker'), 'unknown'],
    ['\xff\xfe', 'unknown'],
    ['a'.repeat(299), 'unknown'],
    ['[127.0.0.1]', '[127.0.0.1]'],
    ['[IPv6:::1]', 'unknown'],
    ['good-name.example', 'good-name.example'],
    ['a..b', 'a..b'],
    ['x;y', 'unknown'],
  ])('IN-03: HELO %j is written as %s', async (name, written) => {
    const h = await start();
    const c = await client();
    await c.expect('220 *');
    await c.send(`HELO ${name}`);
    await c.expect(written === null ? '501 *' : '250 *');
    if (written === null) return;
    await converse(c, [
      ['MAIL FROM:<a@b.example>', '250 *'],
      ['RCPT TO:<x@office.example>', '250 *'],
      ['DATA', '354 *'],
      ['Subject: s\r\n\r\nx\r\n.', '250 2.6.0 *'],
    ]);
    const received = (await h.messages())[0]?.body.split('\r\n')[0];
    expect(received).toBe(`Received: from ${written} ([127.0.0.1])`);
  });

  it.each(['\x1b[31m', 'x\ry', 'x\0y', 'a'.repeat(301), utf8('\u009b31m')])(
    'IN-03: HELO %j is refused',
    async (name) => {
      await start();
      const c = await client();
      await c.expect('220 *');
      await converse(c, [[`HELO ${name}`, '501 5.5.4 Invalid domain name']]);
    },
  );

  it('IN-05: a user name is data, of bounded length', async () => {
    const h = await start(
      { ...patient, maxLogonFailures: 0, authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['ExchangeUsers'] },
      { accounts: [{ userName: 'alice', addresses: [], passwordHash: await aliceHash }] },
    );
    const c = await greeted({ from: '127.0.0.5' });
    await converse(c, [
      [`AUTH PLAIN ${base64('\0a\r\nX: y\0p')}`, '501 *'],
      [`AUTH PLAIN ${base64('\0\x1b]0;pwn\x07\0p')}`, '501 *'],
      [`AUTH PLAIN ${base64('\0<img src=x onerror=alert(1)>\0p')}`, '535 *'],
      [`AUTH PLAIN ${base64('\0__proto__\0p')}`, '535 *'],
      [`AUTH LOGIN ${base64('a'.repeat(2000))}`, '501 *'],
      [`AUTH PLAIN ${base64(`\0${'a'.repeat(500)}\0p`)}`, '535 *'],
    ]);
    expect(Math.max(...lastSession(h).lines.map(({ context }) => context.length))).toBeLessThan(300);
    await c.send(`AUTH PLAIN ${base64('\0'.repeat(60_000))}`);
    await c.expect('500 5.5.2 Line too long');
    await c.closed();
  });

  it('IN-06, IN-07: header names and shapes of any kind are kept or refused, never run', async () => {
    const h = await start({ tolerance: 'DeviceFriendly', maxHeaderSize: '1MB' });
    const headers = [
      '__proto__: x\r\nconstructor: x\r\nhasOwnProperty: x\r\ntoString: x\r\nSubject: proto',
      'no colon at all\r\nSubject: body',
      ' leading: blank\r\nSubject: body',
      ': empty name\r\nSubject: body',
      `X-Long: ${'x'.repeat(100_000)}\r\nSubject: long`,
      `Subject: many\r\n${'X: y\r\n'.repeat(10_000)}X: z`,
      `Subject: fold${'\r\n x'.repeat(50_000)}`,
      `Subject: colonless\r\n${'x\r\n'.repeat(80_000)}x`,
      'Subject: nul \0 and \xfc',
    ];
    for (const header of headers) {
      const c = await inData();
      await c.raw(`${header}\r\n\r\nend\r\n.\r\n`);
      await c.expect('250 2.6.0 *');
      const stored = (await h.messages()).at(-1)?.body ?? '';
      expect(stored.startsWith('Received: from device.office.example')).toBe(true);
      expect(stored).toContain(header.replace('nul \0 and \xfc', '=?utf-8?B?bnVsICAgYW5kIMO8?='));
      expect(stored.endsWith('\r\n\r\nend\r\n')).toBe(true);
      c.end();
    }
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('IN-07: 10,000 Received headers are a loop', async () => {
    const h = await start({ maxHeaderSize: '1MB' });
    const c = await inData();
    await c.raw(`${'Received: from a by b; x\r\n'.repeat(10_000)}Subject: s\r\n\r\nx\r\n.\r\n`);
    await c.expect('554 5.4.6 *');
    expect(await h.messages()).toEqual([]);
  });

  it('IN-08: no control character reaches a log file, and a line is one line', async () => {
    const h = await start({ ...patient, protocolLoggingLevel: 'Verbose' });
    const c = await greeted();
    const nasty = [
      '\x1b[2J',
      '\x1b]52;c;cHdu\x07',
      '\x9b31m',
      '\x08\x08',
      '\x0b\x0c',
      '\0',
      utf8('\u202e\u2028'),
      '=1+1',
      ',"quote"',
    ];
    for (const text of nasty) {
      await converse(c, [[`${text} forged\r2026-11-22T00:00:00.000Z,x,y`, '50* *']]);
      await c.send(`NOOP ${text}\r+,fake`);
      await c.expect('250 *');
    }
    await c.send('QUIT');
    await c.closed();
    const folder = join(h.folder, 'logs', 'ProtocolLog', 'SmtpReceive');
    const read = async (): Promise<string> => {
      const names = await readdir(folder).catch(() => []);
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
      return texts.join('');
    };
    await expect.poll(async () => (await read()).includes('Local'), { timeout: 10_000 }).toBe(true);
    const log = await read();
    expect(log).toContain('\\x1b[2J');
    for (const line of log.split('\r\n')) {
      // eslint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(line).not.toMatch(/[\u0000-\u001f\u007f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xae]/);
      expect(line).toMatch(/^(?:#|$|\d{4}-\d\d-\d\dT[^,]*Z,POSTROOM\\)/);
    }
  });
});
