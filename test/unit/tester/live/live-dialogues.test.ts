import { describe, expect, it } from 'vitest';
import type { LiveDelta } from '../../../../main/contract/live-view.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { sendConnector } from '../../delivery/harness.ts';
import { makeLive, PASSWORD, trusted } from './make-live.ts';

describe('whom a dialogue may talk to', () => {
  it('is a smart host, and nothing else that is not named', async () => {
    const { open, request, server } = await makeLive();
    expect(await open()).toMatchObject({ connector: 'Out', address: '127.0.0.1', fqdn: 'relay.example' });
    await expect(open({ host: 'other.example' })).rejects.toMatchObject({ code: 'not-allowed', path: 'host' });
    await expect(open({ port: request().port + 1 })).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await open({ host: 'other.example', anyHost: true })).toMatchObject({
      connector: null,
      fqdn: 'postroom.example',
    });
    expect(server.sessions).toHaveLength(2);
  });

  it('is a listener of our own, at its own addresses only', async () => {
    const { open } = await makeLive({
      connector: { smartHosts: ['elsewhere.example'] },
      deps: {
        isOwnListener: (address) => address === '127.0.0.1',
        lookup: () => Promise.resolve(['192.0.2.1', '127.0.0.1']),
      },
    });
    expect(await open()).toMatchObject({ ownListener: true, connector: null, address: '127.0.0.1' });
  });

  it('takes a connector by name only with its own smart host', async () => {
    const { open } = await makeLive();
    await expect(open({ connector: 'None such' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(open({ connector: 'out', host: '127.0.0.1', anyHost: true })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await open({ connector: 'out' })).toMatchObject({ connector: 'Out' });
  });

  it('says why nobody answers', async () => {
    const { open, server } = await makeLive();
    await server.close();
    await expect(open()).rejects.toMatchObject({
      code: 'connection-failed',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    const unknown = await makeLive({
      deps: { lookup: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) },
    });
    await expect(unknown.open()).rejects.toMatchObject({
      message: 'The address of sink.example was not found (ENOTFOUND).',
    });
  });

  it('eight at a time', async () => {
    const { open, live } = await makeLive();
    const opened = await Promise.all(Array.from({ length: 8 }, () => open()));
    await expect(open()).rejects.toMatchObject({ code: 'not-allowed' });
    await live.close(opened[0]?.id ?? '');
    await open();
    expect(live.list()).toHaveLength(9);
    expect(live.list().filter(({ state }) => state === 'closed')).toHaveLength(1);
  });
});

describe('the dialogue', () => {
  it('sends line by line and keeps what was said', async () => {
    const { open, live, server, logged, textOf } = await makeLive({ script: { extensions: ['8BITMIME'] } });
    const { id, lines } = await open();
    expect(lines.map(({ text }) => text)).toEqual(['220 sink.example ESMTP']);
    const [ehlo, mail] = await Promise.all([live.send(id, 'EHLO me'), live.send(id, 'MAIL FROM:<a@b>')]);
    expect(ehlo.lines).toEqual(['250-sink.example', '250 8BITMIME']);
    expect(mail.lines).toEqual(['250 2.0.0 Ok']);
    await live.close(id);
    expect(server.commands).toEqual(['EHLO me', 'MAIL FROM:<a@b>', 'QUIT']);
    expect(textOf(id).split('\n').slice(1)).toEqual([
      'S: 220 sink.example ESMTP',
      'C: EHLO me',
      'S: 250-sink.example',
      'S: 250 8BITMIME',
      'C: MAIL FROM:<a@b>',
      'S: 250 2.0.0 Ok',
      'C: QUIT',
      'S: 221 2.0.0 Bye',
      expect.stringMatching(/^=== (?:Closed by Postroom|Connection closed by the other side)\.$/),
      '',
    ]);
    expect(logged).toContain('> MAIL FROM:<a@b>');
    expect(logged.at(-1)).toMatch(/^- /);
    await expect(live.send(id, 'NOOP')).rejects.toMatchObject({ code: 'connection-failed' });
  });

  it('tells those who watch, from the first line on', async () => {
    const { open, live } = await makeLive();
    const { id } = await open();
    const deltas: LiveDelta[] = [];
    const watch = live.watch(id, (delta) => deltas.push(delta));
    expect(watch.snapshot.lines).toHaveLength(1);
    await live.send(id, 'NOOP');
    expect(deltas.flatMap(({ lines }) => lines).map(({ sequence, kind }) => [sequence, kind])).toEqual([
      [1, 'sent'],
      [2, 'received'],
    ]);
    expect(deltas.map(({ state }) => state)).toContain('waiting');
    expect(deltas.at(-1)?.state).toBe('ready');
    watch.close();
    const seen = deltas.length;
    await live.send(id, 'NOOP');
    expect(deltas).toHaveLength(seen);
  });

  it.each(['DATA', ' data', 'BDAT 5 LAST'])('stops before a message: %j', async (line) => {
    const { open, live, server, textOf } = await makeLive();
    const { id } = await open();
    await live.send(id, 'RCPT TO:<a@b>');
    await expect(live.send(id, line)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(server.commands).toEqual(['RCPT TO:<a@b>']);
    expect(textOf(id)).toMatch(/=== (?:DATA|BDAT) was not sent/);
    expect((await live.send(id, 'RSET')).lines).toEqual(['250 2.0.0 Ok']);
  });

  it('sends a message where it was told to', async () => {
    const { open, live, server } = await makeLive();
    const { id } = await open({ allowData: true });
    await live.send(id, 'MAIL FROM:<a@b>');
    await live.send(id, 'RCPT TO:<c@d>');
    expect((await live.send(id, 'DATA')).lines).toEqual(['354 Go ahead']);
    expect(await live.send(id, 'Subject: DATA')).toEqual({ lines: [] });
    await live.send(id, 'DATA');
    expect((await live.send(id, '.')).lines).toEqual(['250 2.0.0 Ok: queued']);
    expect(server.messages.map(({ raw }) => raw.toString())).toEqual(['Subject: DATA\r\nDATA\r\n']);
  });

  it('shows what is no reply, and control characters as text', async () => {
    const { open, live } = await makeLive({ script: { answer: () => 'hello \u001b[2J\r\n250 fine' } });
    const { id } = await open();
    expect((await live.send(id, 'X')).lines).toEqual(['hello \u001b[2J', '250 fine']);
    expect(live.transcript(id)).toContain('S: hello \\u001b[2J');
  });

  it('gives up a line without end, and one that is sent for ever', async () => {
    const { open, live } = await makeLive({
      script: { answer: (_line, { socket }) => (socket.write('x'.repeat(1_100_000)), null) },
    });
    const { id } = await open();
    await live.send(id, 'X').catch(() => undefined);
    expect(live.list()[0]).toMatchObject({ id, state: 'closed' });
    expect(live.transcript(id)).toContain('more than 1 MB');
  });
});

describe('time', () => {
  it('goes on without a greeting, and ends a dialogue nobody uses', async () => {
    const clock = manualClock();
    const { live, request } = await makeLive({ clock, script: { greeting: null } });
    const opening = live.open(request());
    while (live.list().length === 0) await clock.advance(0);
    await clock.advance(60_000);
    const { id } = await opening;
    expect(live.transcript(id)).toContain('=== No greeting within a minute.');
    await clock.advance(540_000);
    expect(live.transcript(id)).toContain('=== Nothing was typed for ten minutes.');
    expect(live.list()[0]?.state).toBe('closed');
    expect(clock.pending).toBe(0);
  });

  it('does not wait for a reply for ever', async () => {
    const clock = manualClock();
    const { live, request } = await makeLive({ clock, script: { answer: () => null } });
    const { id } = await live.open(request());
    const asked = live.send(id, 'NOOP');
    const ended = expect(asked).rejects.toMatchObject({ code: 'connection-failed' });
    await clock.advance(600_000);
    await ended;
    expect(clock.pending).toBe(0);
  });
});

describe('TLS', () => {
  it('is negotiated by the command or by its name, and said in notes', async () => {
    const { certificate, deps } = await trusted();
    const { open, live, textOf } = await makeLive({ script: { tls: certificate }, deps });
    const { id } = await open();
    await live.send(id, 'EHLO me');
    await live.startTls(id);
    const text = textOf(id);
    expect(text).toMatch(/=== TLS negotiated: TLSv1\.3 \S+/);
    expect(text).toMatch(/=== Certificate subject: \S/);
    expect(text).toMatch(/=== Certificate valid to: \d{4}-\d\d-\d\d, in \d+ days?/);
    expect(text).toContain('=== Certificate names: DNS:sink.example');
    expect(text).toContain('=== Certificate verified: yes');
    expect((await live.send(id, 'EHLO me')).lines.at(-1)).toMatch(/^250 /);
    await expect(live.send(id, 'STARTTLS')).rejects.toMatchObject({ code: 'not-allowed' });

    const typed = await open();
    expect((await live.send(typed.id, 'starttls')).lines).toEqual(['220 2.0.0 Ready']);
    expect(live.list()[0]?.tls).toMatch(/^TLSv1\.3 /);
  });

  it('says what is wrong with a certificate and goes on', async () => {
    const { certificate } = await trusted(['other.example']);
    const { open, textOf } = await makeLive({ script: { tls: certificate, implicitTls: true } });
    const { id, lines } = await open({ tls: 'implicit' });
    expect(lines.at(-1)?.text).toBe('220 sink.example ESMTP');
    expect(textOf(id)).toMatch(/=== Certificate verified: no, it is self-signed, and it is for another name/);
  });

  it('ends where the server says more before the handshake than its reply', async () => {
    const { certificate } = await trusted();
    const { open, live, textOf } = await makeLive({
      script: { tls: certificate, answer: (line) => (line === 'STARTTLS' ? '220 go\r\n250 injected' : undefined) },
    });
    const { id } = await open();
    await expect(live.startTls(id)).rejects.toMatchObject({ code: 'connection-failed' });
    expect(textOf(id)).not.toContain('TLS negotiated');
  });

  it('a refused STARTTLS leaves the dialogue as it was', async () => {
    const { open, live } = await makeLive();
    const { id } = await open();
    expect((await live.startTls(id)).lines).toEqual(['502 5.5.1 Not implemented']);
    expect((await live.send(id, 'NOOP')).lines).toEqual(['250 2.0.0 Ok']);
  });

  it('a handshake that fails ends it with the reason', async () => {
    const { open, live, textOf } = await makeLive({
      script: { answer: (line) => (line === 'STARTTLS' ? '220 go' : undefined) },
    });
    const { id } = await open();
    await expect(live.startTls(id)).rejects.toMatchObject({ code: 'connection-failed' });
    expect(textOf(id)).toContain('=== The TLS handshake failed');
  });
});

describe('the stored credential', () => {
  const auth = { user: 'office', pass: PASSWORD };
  const connector = { auth: 'BasicAuth', userName: 'office', tlsAuthLevel: 'DomainValidation' } as const;

  async function encrypted(methods: string) {
    const { certificate, deps } = await trusted();
    const made = await makeLive({ script: { tls: certificate, auth: { ...auth, methods } }, connector, deps });
    const { id } = await made.open();
    await made.live.startTls(id);
    await made.live.send(id, 'EHLO me');
    return { ...made, id };
  }

  it.each(['PLAIN LOGIN', 'LOGIN'])('signs in with %s and is nowhere to be read', async (methods) => {
    const { live, id, server, logged, textOf } = await encrypted(methods);
    expect((await live.authenticate(id, 'Out')).lines).toEqual(['235 2.7.0 Authentication successful']);
    expect(server.sessions[0]?.user).toBe('office');
    const everything = `${textOf(id)}${logged.join('\n')}${JSON.stringify(live.list())}`;
    for (const secret of [PASSWORD, btoa(PASSWORD), btoa(`\0office\0${PASSWORD}`)])
      expect(everything).not.toContain(secret);
    expect(everything).toContain('<authentication data>');
  });

  it('is not repeated by a server that does', async () => {
    const { certificate, deps } = await trusted();
    const answer = (line: string) =>
      line.startsWith('AUTH') ? `535 ${line.slice(11)} ${PASSWORD} is wrong` : undefined;
    const { open, live, textOf } = await makeLive({ script: { tls: certificate, auth, answer }, connector, deps });
    const { id } = await open();
    await live.startTls(id);
    await live.send(id, 'EHLO me');
    await live.authenticate(id, 'out');
    expect(textOf(id)).toContain('S: 535 <authentication data> <authentication data> is wrong');
  });

  it('is not sent in clear, nor to a server that cannot prove its name', async () => {
    const { certificate } = await trusted();
    const { open, live, server } = await makeLive({ script: { tls: certificate, auth }, connector });
    const { id } = await open();
    await live.send(id, 'EHLO me');
    await expect(live.authenticate(id, 'Out')).rejects.toMatchObject({ code: 'not-allowed' });
    await live.startTls(id);
    await live.send(id, 'EHLO me');
    await expect(live.authenticate(id, 'Out')).rejects.toMatchObject({
      message: expect.stringContaining('self-signed') as string,
    });
    expect(server.commands.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  });

  it('goes to the smart host of its own connector only, as it is configured now', async () => {
    const { live, id, change, open, request } = await encrypted('PLAIN');
    await expect(live.authenticate(id, 'Other')).rejects.toMatchObject({ code: 'not-allowed' });
    const stranger = await open({ host: 'stranger.example', anyHost: true });
    await expect(live.authenticate(stranger.id, 'Out')).rejects.toMatchObject({ code: 'not-allowed' });
    change([sendConnector({ ...connector, smartHosts: ['moved.example'], port: request().port })]);
    await expect(live.authenticate(id, 'Out')).rejects.toMatchObject({
      message: expect.stringContaining('changed meanwhile') as string,
    });
  });

  it('one that a person types is not kept either', async () => {
    const { open, live, textOf, server } = await makeLive({ script: { auth } });
    const { id } = await open();
    await live.send(id, 'AUTH PLAIN AGEAYmFkLXBhc3N3b3Jk');
    await live.send(id, 'AUTH LOGIN');
    await live.send(id, 'b2ZmaWNl');
    await live.send(id, 'd3JvbmctcGFzcw==');
    expect(server.commands).toContain('d3JvbmctcGFzcw==');
    expect(textOf(id)).not.toMatch(/AGEAYmFk|b2ZmaWNl|d3Jvbmct/);
    expect(textOf(id).match(/C: .*<authentication data>/g)).toHaveLength(3);
  });
});
