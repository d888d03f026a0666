import { createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { AttemptResult } from '../../../main/delivery/target.ts';
import { attemptOf, deliver, later, recordingJournal, sink, smartHost, verdicts } from './harness.ts';

const quick = { timeouts: { connectMs: 300, greetingMs: 300, commandMs: 300, blockMs: 300, finalMs: 300 } };

/** A server that does as it likes. */
async function rogue(behave: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

async function against(behave: (socket: Socket) => void): Promise<AttemptResult> {
  return deliver(smartHost({ port: await rogue(behave) }, quick));
}

describe('TO-07: a peer that wastes time or memory', () => {
  const drip = (socket: Socket, text: string, everyMs: number): void => {
    const timer = setInterval(() => socket.write(text), everyMs);
    socket.on('close', () => clearInterval(timer));
  };

  it.each([
    ['says nothing', () => undefined, /421 4\.4\.1 Connection timed out/],
    ['closes at once', (socket: Socket) => socket.end(), /421 4\.4\.2 Connection dropped/],
    ['greets byte by byte', (socket: Socket) => drip(socket, 'x', 40), /421 4\.4\.1 Connection timed out/],
    [
      'never ends its greeting',
      (socket: Socket) => drip(socket, '220-still there\r\n', 40),
      /421 4\.4\.1 Connection timed out/,
    ],
    [
      'has a banner of 5 MB',
      (socket: Socket) => socket.write(Buffer.alloc(5_000_000, 'x')),
      /does not answer as an SMTP server does/,
    ],
    [
      'greets with 10,000 lines',
      (socket: Socket) => socket.write('220-and another line\r\n'.repeat(10_000)),
      /does not answer as an SMTP server does/,
    ],
    ['speaks HTTP', (socket: Socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), /./],
  ])('%s', async (_what, behave, expected) => {
    const result = await against(behave);
    expect(verdicts(result)[0]).toMatch(/^deferred: /);
    expect(verdicts(result)[0]).toMatch(expected);
    expect(result.unreachable).toBe(true);
  });

  it.each(['MAIL', 'RCPT', 'DATA', '.', 'EHLO'])('falls silent at %s', async (verb) => {
    const next = await sink({ answer: (line) => (line.startsWith(verb) ? null : undefined) });
    expect(verdicts(await deliver(smartHost({ port: next.port }, quick)))[0]).toMatch(
      /^deferred: .*Connection timed out/,
    );
  });

  it('floods in the middle of a transaction', async () => {
    for (const flood of ['250-x\r\n'.repeat(100_000), 'x'.repeat(5_000_000), '\0\x1b[2J garbage']) {
      const next = await sink({ answer: (line) => (line.startsWith('MAIL') ? flood : undefined) });
      expect(verdicts(await deliver(smartHost({ port: next.port }, quick)))[0]).toMatch(
        /^deferred: .*broke the protocol/,
      );
    }
  });

  it('stops reading a large body', async () => {
    const next = await rogue((socket) => {
      socket.write('220 x\r\n');
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        if (text.startsWith('EHLO')) socket.write('250 x\r\n');
        else if (text.startsWith('DATA')) {
          socket.write('354 go\r\n');
          socket.pause();
        } else socket.write('250 ok\r\n');
      });
    });
    const attempt = attemptOf({ body: () => Promise.resolve(Buffer.alloc(60_000_000, 'x\r\n')) });
    expect(verdicts(await deliver(smartHost({ port: next }, quick), attempt))[0]).toMatch(
      /^deferred: .*Connection timed out/,
    );
  });
});

describe('TO-08: reply text is data', () => {
  it('cannot end a line, move a cursor or grow', async () => {
    const text = `550 5.1.1 <b>\0\x1b[2J\u009b\u202ex\rRecipient: evil ${'y'.repeat(10_000)}`;
    const next = await sink({ answer: (line) => (line.startsWith('RCPT') ? text : undefined) });
    const record = recordingJournal();
    const result = await deliver(smartHost({ port: next.port }, { journal: record.journal }));
    const [outcome] = result.outcomes;
    expect(outcome?.verdict).toBe('failed');
    expect(outcome?.reply?.text.length).toBeLessThanOrEqual(2000);
    for (const shown of [outcome?.error ?? '', outcome?.reply?.text ?? '', ...record.lines]) {
      // eslint-disable-next-line no-control-regex -- none may be left
      expect(shown).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
    }
    expect(outcome?.error).toContain('\\u001b[2J');
  });
});

describe('TO-09: a peer out of step', () => {
  it.each([
    [
      '421 to MAIL',
      (line: string) => (line.startsWith('MAIL') ? '421 4.3.2 shutting down' : undefined),
      /^deferred: .*421 4\.3\.2 shutting down/,
    ],
    [
      '421 to the dot',
      (line: string) => (line === '.' ? '421 4.3.2 shutting down' : undefined),
      /^deferred: .*421 4\.3\.2 shutting down/,
    ],
    [
      '250 to DATA',
      (line: string) => (line === 'DATA' ? '250 fine' : undefined),
      /^deferred: .*answer out of place: 250 fine/,
    ],
    ['354 to MAIL', (line: string) => (line.startsWith('MAIL') ? '354 go' : undefined), /^deferred: /],
    ['354 to the dot', (line: string) => (line === '.' ? '354 more' : undefined), /^deferred: /],
    [
      '452 to MAIL',
      (line: string) => (line.startsWith('MAIL') ? '452 4.3.1 full' : undefined),
      /^deferred: .*452 4\.3\.1 full/,
    ],
    [
      '552 to MAIL',
      (line: string) => (line.startsWith('MAIL') ? '552 5.3.4 too big' : undefined),
      /^failed: 552 5\.3\.4 too big/,
    ],
    [
      '552 to the dot',
      (line: string) => (line === '.' ? '552 5.3.4 too big' : undefined),
      /^failed: 552 5\.3\.4 too big/,
    ],
  ])('%s', async (_what, answer, expected) => {
    const next = await sink({ answer });
    expect(verdicts(await deliver(smartHost({ port: next.port }, quick)))[0]).toMatch(expected);
  });

  it('drops the connection when DATA is taken after a refused sender', async () => {
    const next = await sink({
      answer: (line) => {
        if (line.startsWith('MAIL')) return '550 5.7.1 no';
        return line === 'DATA' ? '354 go' : undefined;
      },
    });
    expect(verdicts(await deliver(smartHost({ port: next.port }, quick)))).toEqual(['failed: 550 5.7.1 no']);
    expect(next.messages).toEqual([]);
    expect(next.commands.at(-1)).toBe('DATA');
  });

  it.each(['EHLO', 'MAIL', 'RCPT', 'DATA'])('hangs up at %s', async (verb) => {
    const next = await sink({
      answer: (line, session) => {
        if (!line.startsWith(verb)) return undefined;
        session.socket.destroy();
        return null;
      },
    });
    expect(verdicts(await deliver(smartHost({ port: next.port }, quick)))[0]).toMatch(
      /^deferred: .*Connection dropped/,
    );
  });

  it('refuses a body half-way', async () => {
    const port = await rogue((socket) => {
      let got = 0;
      let inData = false;
      socket.write('220 x\r\n');
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        if (inData) {
          got += chunk.length;
          if (got > 100_000 && got - chunk.length <= 100_000) socket.write('552 5.3.4 Message too large\r\n');
        } else if (text.startsWith('DATA')) {
          inData = true;
          socket.write('354 go\r\n');
        } else socket.write('250 ok\r\n');
      });
    });
    const attempt = attemptOf({ body: () => Promise.resolve(Buffer.alloc(60_000_000, 'x\r\n')) });
    expect(verdicts(await deliver(smartHost({ port }, quick), attempt))).toEqual([
      'failed: 552 5.3.4 Message too large',
    ]);
  });
});

describe('TO-10: the connection goes after the final dot', () => {
  it('waits and tries again, since the peer may or may not have it (RFC 1047)', async () => {
    const next = await sink({
      answer: (line, session) => {
        if (line !== '.') return undefined;
        session.socket.resetAndDestroy();
        return null;
      },
    });
    const result = await deliver(smartHost({ port: next.port, smartHosts: ['127.0.0.1', '127.0.0.1'] }));
    expect(verdicts(result)[0]).toMatch(/^deferred: .*421 4\.4\.2 Connection dropped/);
    expect(result.unreachable).toBe(false);
    expect(next.messages).toHaveLength(1);
  });
});

describe('an attempt that could end twice', () => {
  it('other relays were called back twice (Haraka #2944): a second reply, a hang-up and a stop change nothing', async () => {
    let connections = 0;
    const stop = new AbortController();
    const port = await rogue((socket) => {
      connections += 1;
      let inData = false;
      socket.write('220 x\r\n');
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        if (inData && text.endsWith('\r\n.\r\n')) {
          socket.end('250 2.0.0 taken\r\n554 5.0.0 no, it is not\r\n');
        } else if (!inData) {
          inData = text.startsWith('DATA');
          socket.write(inData ? '354 go\r\n' : '250 ok\r\n');
        }
      });
    });
    const target = smartHost({ port }, quick);
    expect(verdicts(await target.deliver(attemptOf(), stop.signal))).toEqual(['delivered']);
    stop.abort();
    // What came behind the end is not taken for the answer to the next message.
    expect(verdicts(await target.deliver(attemptOf(), new AbortController().signal))).toEqual(['delivered']);
    expect(connections).toBe(2);
    await target.close();
  });
});

describe('stopping', () => {
  it.each(['EHLO', 'MAIL', 'DATA', '.'])('ends an attempt that hangs at %s', async (verb) => {
    const stop = new AbortController();
    const next = await sink({
      answer: (line) => {
        if (!line.startsWith(verb)) return undefined;
        stop.abort();
        return null;
      },
    });
    const result = await deliver(smartHost({ port: next.port }), attemptOf(), stop.signal);
    expect(verdicts(result)[0]).toMatch(/^deferred: .*Delivery was stopped at this end/);
    expect(result.unreachable).toBe(false);
  });

  it('does not begin when it is already over', async () => {
    const next = await sink();
    const result = await deliver(smartHost({ port: next.port }), attemptOf(), AbortSignal.abort());
    expect(verdicts(result)[0]).toMatch(/^deferred: .*stopped/);
    expect(next.sessions).toEqual([]);
  });
});
