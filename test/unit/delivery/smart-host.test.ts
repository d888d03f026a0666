import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { SinkScript, SinkSession } from '../../support/scripted-sink.ts';
import { attemptOf, deliver, recipient, recordingJournal, sink, smartHost, SMALL_BODY, verdicts } from './harness.ts';

describe('a smart host', () => {
  it('takes a message and names its reply', async () => {
    const next = await sink();
    const result = await deliver(smartHost({ port: next.port }));
    expect(result).toEqual({
      outcomes: [
        {
          index: 0,
          verdict: 'delivered',
          error: null,
          reply: { host: '127.0.0.1', code: 250, enhanced: '2.0.0', text: '250 2.0.0 Ok: queued' },
        },
      ],
      unreachable: false,
      host: '127.0.0.1',
      reportsSuccess: false,
    });
    expect(next.messages).toEqual([{ mailFrom: '<a@a.example> SIZE=24', rcptTo: ['<b@b.example>'], raw: SMALL_BODY }]);
  });

  it.each([
    ['pipelined', ['PIPELINING']],
    ['step by step', []],
  ])('settles recipients one by one, %s', async (_how, extensions) => {
    const next = await sink({
      extensions,
      answer: (line) => {
        if (line.includes('gone@')) return '550 5.1.1 User unknown';
        if (line.includes('later@')) return '452 4.5.3 Too many recipients';
        return line.includes('fast@') ? '450 4.2.1 rate limited' : undefined;
      },
    });
    const to = ['b@b.example', 'gone@b.example', 'later@b.example', 'c@b.example', 'fast@b.example'];
    const result = await deliver(smartHost({ port: next.port }), attemptOf({ to }));
    expect(verdicts(result)).toEqual([
      'delivered',
      'failed: 550 5.1.1 User unknown',
      expect.stringMatching(
        /^deferred: 451 4\.4\.0 Primary target IP address responded with: "452 4\.5\.3 Too many recipients" Attempted failover/,
      ),
      'delivered',
      expect.stringMatching(/^slowed: /),
    ]);
    expect(next.messages[0]?.rcptTo).toEqual(['<b@b.example>', '<c@b.example>']);
    expect(result.unreachable).toBe(false);
  });

  it('goes on after a transaction in which everybody was refused', async () => {
    for (const data of ['554 5.5.1 No valid recipients', '354 Go ahead']) {
      const next = await sink({
        answer: (line, session) => {
          if (line.startsWith('RCPT') && session.messages.length === 0 && !line.includes('c@'))
            return '550 5.1.1 User unknown';
          return line === 'DATA' && !session.commands.some((past) => past.includes('c@')) ? data : undefined;
        },
      });
      const target = smartHost({ port: next.port });
      expect(verdicts(await deliver(target))).toEqual(['failed: 550 5.1.1 User unknown']);
      expect(verdicts(await deliver(target, attemptOf({ to: ['c@b.example'] })))).toEqual(['delivered']);
      expect(next.sessions).toHaveLength(1);
      expect(next.messages.at(-1)?.rcptTo).toEqual(['<c@b.example>']);
    }
  });

  it('keeps a connection for as many messages as the connector says', async () => {
    const next = await sink();
    const target = smartHost({ port: next.port, maxMessagesPerConnection: 3, maxConnections: 1 });
    for (let sent = 0; sent < 7; sent += 1) expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions.map(({ messages }) => messages.length)).toEqual([3, 3, 1]);
    expect(next.sessions.slice(0, 2).map(({ commands }) => commands.at(-1))).toEqual(['QUIT', 'QUIT']);
  });

  it('never has more connections than the connector allows', async () => {
    const next = await sink();
    const target = smartHost({ port: next.port, maxConnections: 2, maxMessagesPerConnection: 1000 });
    const results = await Promise.all(Array.from({ length: 40 }, () => deliver(target)));
    expect(results.flatMap(verdicts)).toEqual(Array.from({ length: 40 }, () => 'delivered'));
    expect(next.sessions).toHaveLength(2);
  });

  it('does not open a connection while the one it replaces is still closing', async () => {
    let open = 0;
    let most = 0;
    const next = await sink({
      answer: (line) => {
        if (line.startsWith('EHLO')) open += 1;
        if (line === 'QUIT') open -= 1;
        most = Math.max(most, open);
        return undefined;
      },
    });
    const target = smartHost({ port: next.port, maxConnections: 3, maxMessagesPerConnection: 1 });
    await Promise.all(Array.from({ length: 30 }, () => deliver(target)));
    expect(next.sessions).toHaveLength(30);
    expect(most).toBe(3);
  });

  it('takes a new connection where the kept one was closed meanwhile', async () => {
    const next = await sink();
    const target = smartHost({ port: next.port });
    await deliver(target);
    next.sessions[0]?.socket.resetAndDestroy();
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions).toHaveLength(2);
  });

  it('does not count a kept connection that dies under the next message against the host', async () => {
    const next = await sink({
      answer: (line, session) => {
        if (line.startsWith('MAIL') && session.messages.length === 1 && session.commands.length < 10)
          session.socket.resetAndDestroy();
        return session.socket.destroyed ? null : undefined;
      },
    });
    const target = smartHost({ port: next.port });
    await deliver(target);
    expect(verdicts(await deliver(target))).toEqual(['delivered']);
    expect(next.sessions).toHaveLength(2);
  });

  it('closes kept connections when idle and when closed', async () => {
    const next = await sink();
    const target = smartHost({ port: next.port }, { idleMs: 10 });
    await deliver(target);
    await new Promise<void>((resolve) => next.sessions[0]?.socket.on('close', () => resolve()));
    expect(next.commands.at(-1)).toBe('QUIT');
    await target.close();
  });

  it('passes a body on as a stream', async () => {
    const next = await sink();
    const body = Buffer.from(`Subject: scan\r\n\r\n${'.dotted line of a scan\r\n'.repeat(20_000)}`);
    const chunks = Array.from({ length: Math.ceil(body.length / 10_000) }, (_, at) =>
      body.subarray(at * 10_000, (at + 1) * 10_000),
    );
    const attempt = attemptOf({
      body: () => Promise.resolve(Readable.from(chunks, { objectMode: false })),
      size: body.length,
    });
    expect(verdicts(await deliver(smartHost({ port: next.port }), attempt))).toEqual(['delivered']);
    expect(next.messages[0]?.raw.toString()).toBe(body.toString().replace(/^\./gm, '..'));
  });

  it('does not pass half a body off as a whole one', async () => {
    const next = await sink();
    async function* broken(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('Subject: half\r\n\r\n'));
      throw new Error('disk');
    }
    const attempt = attemptOf({ body: () => Promise.resolve(Readable.from(broken(), { objectMode: false })) });
    expect(verdicts(await deliver(smartHost({ port: next.port }), attempt))[0]).toMatch(
      /^deferred: .*could not be read/,
    );
    const unreadable = attemptOf({ body: () => Promise.reject(new Error('gone')) });
    expect(verdicts(await deliver(smartHost({ port: next.port }), unreadable))[0]).toMatch(
      /^deferred: .*could not be read/,
    );
    expect(next.messages).toEqual([]);
  });

  it('hands over DSN parameters where the peer has DSN', async () => {
    const next = await sink({ extensions: ['DSN', 'PIPELINING'] });
    const recipients = [
      recipient('b@b.example', 0, { notify: ['NEVER'], originalRecipient: 'rfc822;list+b@b.example' }),
    ];
    const attempt = attemptOf({ recipients, envelope: { ret: 'HDRS', envid: 'a b' } });
    expect(await deliver(smartHost({ port: next.port }), attempt)).toMatchObject({ reportsSuccess: true });
    expect(next.messages[0]).toMatchObject({
      mailFrom: '<a@a.example> RET=HDRS ENVID=a+20b',
      rcptTo: ['<b@b.example> NOTIFY=NEVER ORCPT=rfc822;list+2Bb@b.example'],
    });
  });

  it('says HELO where it has to', async () => {
    const next = await sink();
    expect(verdicts(await deliver(smartHost({ port: next.port, forceHelo: true })))).toEqual(['delivered']);
    expect(next.commands.slice(0, 2)).toEqual(['HELO relay.example', 'MAIL FROM:<a@a.example>']);
  });

  it('logs the dialogue without the body', async () => {
    const next = await sink();
    const record = recordingJournal();
    const target = smartHost({ port: next.port }, { journal: record.journal });
    await deliver(target);
    await target.close();
    expect(record.lines).toEqual([
      '+ ',
      '< 220 sink.example ESMTP',
      '> EHLO relay.example',
      '< 250 sink.example PIPELINING 8BITMIME SIZE 0 ENHANCEDSTATUSCODES',
      '> MAIL FROM:<a@a.example> SIZE=24',
      '> RCPT TO:<b@b.example>',
      '> DATA',
      '< 250 2.0.0 Ok',
      '< 250 2.0.0 Ok',
      '< 354 Go ahead',
      '< 250 2.0.0 Ok: queued',
      '= true 250 2.0.0 Ok: queued',
      '> QUIT',
      '< 221 2.0.0 Bye',
      '- Local',
    ]);
    expect(record.open).toBe(0);
  });
});

function hangUp({ socket }: SinkSession): null {
  socket.destroy();
  return null;
}

describe('fail-over', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    'one.example': ['127.0.0.2', '127.0.0.3'],
    'two.example': ['127.0.0.1'],
  };
  const lookup = (host: string): Promise<readonly string[]> =>
    names[host] ? Promise.resolve(names[host]) : Promise.reject(Object.assign(new Error(host), { code: 'ENOTFOUND' }));

  it('tries every address of every host in order', async () => {
    const next = await sink();
    const record = recordingJournal();
    const target = smartHost(
      { port: next.port, smartHosts: ['gone.example', 'one.example', 'two.example'] },
      { lookup, journal: record.journal },
    );
    const result = await deliver(target);
    expect(result.host).toBe('two.example');
    expect(verdicts(result)).toEqual(['delivered']);
    expect(record.lines.filter((line) => line.includes('Unable to connect'))).toHaveLength(2);
  });

  it.each<readonly [string, SinkScript]>([
    ['refuses the connection in its greeting', { greeting: '421 4.3.2 Service not available' }],
    ['hangs up at EHLO', { answer: (line, session) => (line.startsWith('EHLO') ? hangUp(session) : undefined) }],
    ['goes down at MAIL', { answer: (line) => (line.startsWith('MAIL') ? '421 4.3.2 going down' : undefined) }],
    ['hangs up at RCPT', { answer: (line, session) => (line.startsWith('RCPT') ? hangUp(session) : undefined) }],
    ['answers 250 to DATA', { answer: (line) => (line === 'DATA' ? '250 what?' : undefined) }],
  ])('goes on to the next host when one %s', async (_what, script) => {
    const next = await sink();
    const bad = await sink(script, '127.0.0.2', next.port);
    const result = await deliver(smartHost({ port: next.port, smartHosts: ['[127.0.0.2]', '127.0.0.1'] }));
    expect(verdicts(result)).toEqual(['delivered']);
    expect(result.host).toBe('127.0.0.1');
    expect([bad.sessions.length, bad.messages.length, next.messages.length]).toEqual([1, 0, 1]);
  });

  it('reports the first host when all fail, and whether one had answered', async () => {
    const bad = await sink(
      { answer: (line) => (line.startsWith('RCPT') ? '421 4.7.0 going down' : undefined) },
      '127.0.0.2',
    );
    const result = await deliver(smartHost({ port: bad.port, smartHosts: ['127.0.0.2', '127.0.0.9'] }));
    expect(verdicts(result)[0]).toMatch(/^deferred: .*responded with: "421 4\.7\.0 going down"/);
    expect(result).toMatchObject({ unreachable: false, host: '127.0.0.2' });
    const greeting = await sink({ greeting: '554 5.7.1 go away' }, '127.0.0.2');
    const refused = await deliver(smartHost({ port: greeting.port, smartHosts: ['127.0.0.2'] }));
    expect(verdicts(refused)[0]).toMatch(/^deferred: .*responded with: "554 5\.7\.1 go away/);
    expect(refused).toMatchObject({ unreachable: true, host: null });
  });

  it('says in the words of Exchange that nobody answers', async () => {
    const closed = await sink();
    await closed.close();
    const result = await deliver(smartHost({ port: closed.port }));
    expect(result.unreachable).toBe(true);
    expect(verdicts(result)).toEqual([
      'deferred: 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect (ECONNREFUSED)." ' +
        'Attempted failover to alternate host, but that did not succeed. ' +
        'Either there are no alternate hosts, or delivery failed to all alternate hosts.',
    ]);
  });

  it('waits for a name that cannot be resolved, whatever the reason', async () => {
    const gone = await deliver(smartHost({ smartHosts: ['gone.example'] }, { lookup }));
    expect(verdicts(gone)[0]).toMatch(
      /^deferred: 451 4\.4\.0 DNS query failed\. The error was: SMTPSEND\.DNS\.NonExistentDomain/,
    );
    const servfail = (): Promise<never> => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' }));
    expect(verdicts(await deliver(smartHost({ smartHosts: ['x.example'] }, { lookup: servfail })))[0]).toContain(
      'ErrorRetry (EAI_AGAIN)',
    );
    expect(gone.unreachable).toBe(true);
  });
});

describe('loops (LO-02)', () => {
  it('refuses a smart host that is one of our own listeners', async () => {
    const next = await sink();
    const isOwnListener = (address: string, port: number): boolean => address === '127.0.0.1' && port === next.port;
    const result = await deliver(smartHost({ port: next.port }, { isOwnListener }));
    expect(verdicts(result)[0]).toMatch(/^failed: 550 5\.4\.6 .*is this server itself/);
    expect(result.unreachable).toBe(false);
    expect(next.sessions).toEqual([]);
    const other = await deliver(
      smartHost({ port: next.port, smartHosts: ['127.0.0.1', '127.0.0.9'] }, { isOwnListener }),
    );
    expect(verdicts(other)[0]).toMatch(/^deferred: /);
  });

  it('recognises itself by the name in the greeting or after EHLO', async () => {
    for (const script of [
      { greeting: '220 RELAY.example ESMTP' },
      { answer: (line: string) => (line.startsWith('EHLO') ? '250 relay.example Hello' : undefined) },
    ]) {
      const next = await sink(script);
      expect(verdicts(await deliver(smartHost({ port: next.port })))[0]).toMatch(/^failed: 550 5\.4\.6 /);
      expect(next.messages).toEqual([]);
    }
  });
});
