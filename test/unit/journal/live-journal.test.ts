import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionsDelta } from '../../../main/contract/session-view.ts';
import { addressOf } from '../../../main/journal/live-sessions.ts';
import { openJournal, sessionStart } from './open-journal.ts';

const quiet = (id: number, remote = '192.168.0.181') =>
  sessionStart({ id: id.toString(16).toUpperCase().padStart(16, '0'), verbose: false, remoteEndpoint: `${remote}:1` });

const idOf = (id: number): string => quiet(id).id;

describe('live sessions', () => {
  it('keeps lines, facts, transactions, deviations and traces of a session', async () => {
    const { journal, clock } = await openJournal();
    const log = journal.open(quiet(1));
    log.write('+', '');
    log.write('<', 'mail from: a@b');
    log.deviation('no-brackets', 'The address has no brackets.');
    log.write('>', '550 5.7.54 SMTP; Unable to relay');
    log.trace(() => [{ step: 'relay', text: 'No right to relay.' }]);
    log.update({ tls: 'TLSv1.3', helo: 'printer' });
    log.transaction({
      accepted: false,
      mailFrom: 'a@b',
      recipients: ['c@d'],
      reply: '550 5.7.54 SMTP; Unable to relay',
    });
    await clock.advance(5);
    log.close('Remote');
    const session = journal.session(idOf(1));
    expect(session).toMatchObject({
      verdict: 'refused',
      refused: 1,
      tls: 'TLSv1.3',
      helo: 'printer',
      lastError: '550 5.7.54 SMTP; Unable to relay',
      endedBy: 'Remote',
      omittedLines: 0,
      deviations: [{ code: 'no-brackets', sequence: 1 }],
      transactions: [{ accepted: false, recipients: ['c@d'] }],
      traces: [{ sequence: 2, steps: [{ step: 'relay' }] }],
    });
    expect(session?.endedMs).toBe((session?.startedMs ?? 0) + 5);
    expect(session?.lines.map(({ event }) => event).join('')).toBe('+<>-');
  });

  it('writes the disconnect once, whoever writes it', async () => {
    const { journal } = await openJournal();
    const log = journal.open(quiet(1));
    log.write('-', '', 'Local');
    log.close('Local');
    log.close('Remote');
    expect(journal.session(idOf(1))?.lines).toHaveLength(1);
  });

  it('pages newest first and filters', async () => {
    const { journal } = await openJournal();
    for (let id = 1; id <= 7; id += 1) {
      const log = journal.open(quiet(id, id % 2 === 0 ? '10.0.0.2' : '10.0.0.1'));
      log.write('<', `EHLO Printer-${String(id)}`);
      if (id === 3) log.close('Remote');
    }
    const first = journal.sessions({}, null, 3);
    const second = journal.sessions({}, first.next, 10);
    expect([...first.sessions, ...second.sessions].map(({ number }) => number)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(second.next).toBeNull();
    const ids = (filter: Parameters<typeof journal.sessions>[0]) =>
      journal.sessions(filter, null, 10).sessions.map(({ number }) => number);
    expect(ids({ remoteAddress: '10.0.0.2' })).toEqual([6, 4, 2]);
    expect(ids({ verdict: 'nothing' })).toEqual([3]);
    expect(ids({ text: 'printer-5' })).toEqual([5]);
    expect(ids({ direction: 'send' })).toEqual([]);
  });

  it('lets the oldest ended session go first, and never grows past its bounds', async () => {
    const { journal } = await openJournal();
    const open = journal.open(quiet(1));
    for (let id = 2; id <= 5002; id += 1) journal.open(quiet(id)).close('Remote');
    expect(journal.sessions({}, null, 6000).sessions).toHaveLength(5000);
    expect(journal.session(idOf(2))).toBeNull();
    expect(journal.session(open.id)).not.toBeNull();
    const big = 'x'.repeat(1024 * 1024);
    for (let id = 6001; id <= 6032; id += 1) {
      const log = journal.open(quiet(id));
      log.write('<', big);
      log.close('Remote');
    }
    const kept = journal.sessions({}, null, 6000).sessions;
    expect(kept.length).toBeLessThanOrEqual(17);
    expect(kept[0]?.id).toBe(idOf(6032));
  });

  it('of a long session keeps the beginning and the end', async () => {
    const { journal } = await openJournal();
    const log = journal.open(quiet(1));
    for (let index = 0; index < 2345; index += 1) log.write('<', `line ${String(index)}`);
    const session = journal.session(idOf(1));
    expect(session?.lines[0]?.data).toBe('line 0');
    expect(session?.lines.at(-1)?.sequence).toBe(2344);
    expect((session?.lines.length ?? 0) + (session?.omittedLines ?? 0)).toBe(2345);
  });
});

describe('subscription', () => {
  it('sends lines every 100 ms and sessions at most four times a second', async () => {
    const { journal, clock } = await openJournal();
    const deltas: (SessionsDelta & { at: number })[] = [];
    const stop = journal.subscribe((delta) => deltas.push({ ...delta, at: clock.monotonic() }));
    const log = journal.open(quiet(1));
    for (let index = 0; index < 10; index += 1) {
      log.write('<', 'NOOP');
      log.update({ helo: `h${String(index)}` });
      await clock.advance(50);
    }
    await clock.advance(1000);
    expect(deltas.flatMap(({ lines }) => lines)).toHaveLength(10);
    const states = deltas.filter(({ changed }) => changed.length > 0);
    expect(states.at(-1)?.changed[0]?.helo).toBe('h9');
    expect(states.slice(1).every(({ at }, index) => at - (states[index]?.at ?? 0) >= 250)).toBe(true);
    stop();
    log.write('<', 'QUIT');
    expect(clock.pending).toBe(1); // the device list waits to be saved, nothing else
  });

  it('sends what a person can follow and counts the rest', async () => {
    const { journal, clock } = await openJournal();
    const deltas: SessionsDelta[] = [];
    journal.subscribe((delta) => deltas.push(delta));
    const log = journal.open(quiet(1));
    for (let index = 0; index < 6000; index += 1) log.write('<', 'NOOP');
    await clock.advance(100);
    expect(deltas[0]?.lines).toHaveLength(200);
    expect(deltas[0]?.skippedLines).toBe(5800);
  });
});

describe('devices', () => {
  it('are cards per address that survive a restart', async () => {
    const first = await openJournal();
    const log = first.journal.open(quiet(1, '10.1.1.1'));
    log.update({ tls: 'TLSv1.2', helo: 'scanner' });
    log.deviation('no-brackets', 'text');
    log.deviation('no-brackets', 'text');
    log.transaction({ accepted: true, mailFrom: 'a@b', recipients: ['c@d'], reply: '250 2.6.0 ok' });
    log.write('>', '550 5.7.1 Unable to relay');
    log.close('Remote');
    first.journal.open({ ...quiet(2), direction: 'send' });
    await first.journal.close();
    const second = await openJournal({}, first.folder);
    expect(second.errors).toEqual([]);
    await second.clock.advance(1000);
    second.journal.open(quiet(3, '10.1.1.1'));
    expect(second.journal.devices()).toMatchObject([
      {
        address: '10.1.1.1',
        sessions: 2,
        accepted: 1,
        refused: 0,
        tls: 'TLSv1.2',
        helo: 'scanner',
        deviations: ['no-brackets'],
        lastError: '550 5.7.1 Unable to relay',
        lastSeenMs: second.clock.now(),
        firstSeenMs: second.clock.now() - 1000,
      },
    ]);
    await second.journal.close();
  });

  it('remember the last envelope that was accepted and the last that was refused, over a restart', async () => {
    const { journal, clock, folder } = await openJournal();
    const log = journal.open({ ...quiet(1, '10.1.1.1'), localEndpoint: '192.168.0.10:587' });
    log.update({ helo: 'scanner' });
    log.update({ tls: 'TLSv1.3' });
    log.update({ helo: 'scanner', account: 'alice' });
    const recipients = Array.from({ length: 30 }, (_, index) => `r${String(index)}@d`);
    const refused = { accepted: false, mailFrom: 'x@b', recipients: ['c@d'], reply: '550 5.7.54 no' };
    log.transaction({ accepted: true, mailFrom: 'old@b', recipients, reply: '250 old' });
    log.transaction({ accepted: true, mailFrom: 'a@b', recipients, reply: '250 2.6.0 ok' });
    log.transaction(refused);
    const secure = journal.open({ ...quiet(2, '10.1.1.2'), localEndpoint: '[::1]:465' });
    secure.update({ tls: 'TLSv1.2' });
    secure.update({ helo: 'copier' });
    secure.transaction(refused);
    await journal.close();
    const [first, second] = (await openJournal({}, folder)).journal.devices();
    expect(first?.lastAccepted).toEqual({
      atMs: clock.now(),
      localAddress: '192.168.0.10',
      localPort: 587,
      helo: 'scanner',
      tls: 'starttls',
      account: 'alice',
      mailFrom: 'a@b',
      recipients: recipients.slice(0, 20),
      reply: '250 2.6.0 ok',
    });
    expect(first?.lastRefused).toMatchObject({ mailFrom: 'x@b', recipients: ['c@d'], reply: '550 5.7.54 no' });
    expect(second?.lastAccepted).toBeNull();
    expect(second?.lastRefused).toMatchObject({ localAddress: '::1', localPort: 465, helo: 'copier', tls: 'implicit' });
  });

  it('are taken over from a file that kept no envelopes', async () => {
    const { folder } = await openJournal();
    const card = {
      address: '10.1.1.1',
      firstSeenMs: 1,
      lastSeenMs: 2,
      connector: 'C',
      tls: null,
      helo: 'scanner',
      sessions: 3,
      accepted: 2,
      refused: 1,
      deviations: [],
      lastError: null,
      lastErrorMs: null,
    };
    await writeFile(join(folder, 'devices.json'), JSON.stringify({ version: 1, devices: [card] }));
    const { journal, errors } = await openJournal({}, folder);
    expect(errors).toEqual([]);
    expect(journal.devices()).toMatchObject([{ ...card, lastAccepted: null, lastRefused: null, localEndpoint: null }]);
  });

  it('are saved each minute, and bounded: the one unseen for longest goes', async () => {
    const { journal, clock, folder } = await openJournal();
    for (let index = 0; index <= 10_000; index += 1)
      journal.open(quiet(index, `10.0.${String(index >> 8)}.${String(index & 255)}`));
    expect(journal.devices()).toHaveLength(10_000);
    expect(journal.devices()[0]?.address).toBe('10.0.0.1');
    await clock.advance(60_000);
    await journal.close();
    const saved = JSON.parse(await readFile(join(folder, 'devices.json'), 'utf8')) as { devices: unknown[] };
    expect(saved.devices).toHaveLength(10_000);
  });

  it('begin anew, with a word, where the file is damaged', async () => {
    const { folder } = await openJournal();
    await writeFile(join(folder, 'devices.json'), '{"version":1,"devi');
    const { journal, errors } = await openJournal({}, folder);
    expect(journal.devices()).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(['data-folder-unusable']);
  });

  it.each([
    ['192.168.0.1:25', '192.168.0.1'],
    ['[fe80::1%11]:25', 'fe80::1%11'],
    ['::1:25', '::1'],
    ['', ''],
  ])('take the address from %j', (endpoint, address) => {
    expect(addressOf(endpoint)).toBe(address);
  });
});

describe('counters', () => {
  it('add up, and per minute over a day', async () => {
    const { journal, clock } = await openJournal();
    journal.count('accepted', 3);
    journal.count('deferred');
    await clock.advance(60_000);
    journal.count('accepted');
    journal.count('delivered', 2);
    await clock.advance(2 * 60_000);
    expect(journal.counters()).toMatchObject({ accepted: 4, delivered: 2, deferred: 1, refused: 0 });
    const now = journal.throughput(5);
    expect(now).toMatchObject({ accepted: [0, 3, 1, 0, 0], delivered: [0, 0, 2, 0, 0] });
    expect(now.firstMinuteMs % 60_000).toBe(0);
    await clock.advance(1440 * 60_000);
    expect(journal.throughput(1440).accepted.every((count) => count === 0)).toBe(true);
  });
});
