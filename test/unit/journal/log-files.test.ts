import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manualClock, until } from '../../support/manual-clock.ts';
import { searchTracking } from '../../../main/journal/tracking-search.ts';
import { createLogWriter } from '../../../main/journal/log-writer.ts';
import type { PostroomError } from '../../../main/errors.ts';
import { logFiles, openJournal, receiveLogFolder, sessionStart } from './open-journal.ts';

const HEADER = [
  '#Software: Postroom',
  '#Version: 15.0.0.0',
  '#Log-type: SMTP Receive Protocol Log',
  '#Date: 2026-11-22T09:41:07.131Z',
  '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
];

describe('protocol log', () => {
  it("is Exchange's file, line for line", async () => {
    const { journal, clock, folder, errors } = await openJournal();
    const log = journal.open(sessionStart());
    log.write('+', '');
    log.write('*', 'SMTPSubmit SMTPAcceptAnySender', 'Set Session Permissions');
    await clock.advance(19);
    log.write('>', '220 OFFICE Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 10:41:07 +0100');
    log.write('<', 'EHLO \u001b[31mx\r\n');
    log.close('Remote');
    await journal.close();
    const at = 'OFFICE\\Default Frontend OFFICE,08D892B7A9441226';
    const ends = '192.168.0.10:25,192.168.0.181:49152';
    expect(await logFiles(receiveLogFolder(folder))).toEqual({
      'RECV2026112209-1.LOG': [
        ...HEADER,
        `2026-11-22T09:41:07.112Z,${at},0,${ends},+,,`,
        `2026-11-22T09:41:07.112Z,${at},1,${ends},*,SMTPSubmit SMTPAcceptAnySender,Set Session Permissions`,
        `2026-11-22T09:41:07.131Z,${at},2,${ends},>,"220 OFFICE Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 10:41:07 +0100",`,
        `2026-11-22T09:41:07.131Z,${at},3,${ends},<,EHLO \\x1b[31mx\\x0d\\x0a,`,
        `2026-11-22T09:41:07.131Z,${at},4,${ends},-,,Remote`,
        '',
      ].join('\r\n'),
    });
    expect(errors).toEqual([]);
  });

  it('takes verbose sessions only, and sending ones into SEND files', async () => {
    const { journal, folder } = await openJournal();
    journal.open(sessionStart({ verbose: false })).write('+', '');
    journal.open(sessionStart({ id: '00000000000000AA', direction: 'send', connector: 'Internet' })).write('+', '');
    await journal.close();
    await expect(readdir(receiveLogFolder(folder))).rejects.toThrow('ENOENT');
    const sent = await logFiles(join(folder, 'logs', 'ProtocolLog', 'SmtpSend'));
    expect(Object.keys(sent)).toEqual(['SEND2026112209-1.LOG']);
    expect(sent['SEND2026112209-1.LOG']).toContain('#Log-type: SMTP Send Protocol Log\r\n');
    expect(sent['SEND2026112209-1.LOG']).toContain(',Internet,00000000000000AA,0,');
  });

  it('goes on where an old file cannot be removed', async () => {
    const { journal, folder, errors } = await openJournal();
    // A folder in its place cannot be removed either; on Windows it is a file that a viewer has open.
    await mkdir(join(receiveLogFolder(folder), 'RECV2020010100-1.LOG'), { recursive: true });
    journal.open(sessionStart()).write('+', '');
    await journal.close();
    expect(errors).toEqual([]);
    expect(await readdir(receiveLogFolder(folder))).toEqual(['RECV2020010100-1.LOG', 'RECV2026112209-1.LOG']);
  });

  it('begins a file after each start, counting on within the hour', async () => {
    const first = await openJournal();
    first.journal.open(sessionStart()).write('+', '');
    await first.journal.close();
    const second = await openJournal({}, first.folder);
    second.journal.open(sessionStart()).write('+', '');
    await second.journal.close();
    expect(Object.keys(await logFiles(receiveLogFolder(first.folder)))).toEqual([
      'RECV2026112209-1.LOG',
      'RECV2026112209-2.LOG',
    ]);
  });
});

describe('message tracking log', () => {
  const event = {
    event: 'RECEIVE',
    source: 'SMTP',
    clientIp: '192.168.0.181',
    connectorId: 'OFFICE\\Relay',
    internalMessageId: 42,
    messageId: '<a@office.example>',
    recipients: ['b@office.example', 'c@office.example'],
    totalBytes: 4096,
    subject: 'Scan, page 1',
    sender: '',
    returnPath: '',
    directionality: 'Incoming',
  } as const;

  it('has every field of Exchange, in order', async () => {
    const { journal, folder } = await openJournal();
    journal.track(event);
    await journal.close();
    const files = await logFiles(join(folder, 'logs', 'MessageTracking'));
    const lines = files['MSGTRK2026112209-1.LOG']?.split('\r\n') ?? [];
    const names = lines[4]?.replace('#Fields: ', '').split(',') ?? [];
    expect(lines[2]).toBe('#Log-type: Message Tracking Log');
    expect(names).toHaveLength(30);
    expect([names[0], names[8], names[19], names[29]]).toEqual([
      'date-time',
      'event-id',
      'sender-address',
      'schema-version',
    ]);
    expect(lines[5]).toBe(
      '2026-11-22T09:41:07.112Z,192.168.0.181,,,OFFICE,,OFFICE\\Relay,SMTP,RECEIVE,42,<a@office.example>,,' +
        'b@office.example;c@office.example,,4096,2,,,"Scan, page 1",,<>,,Incoming,,192.168.0.181,,,Email,,15.0.0.0',
    );
  });

  it('can be read at once by who asks for it, before its batch is due', async () => {
    const { journal, folder } = await openJournal();
    const found = async () => (await searchTracking(folder, {}, 100)).map(({ internalMessageId }) => internalMessageId);
    journal.track(event);
    const first = journal.trackingWritten();
    journal.track({ ...event, internalMessageId: 43 });
    await first;
    expect(await found()).toContain('42');
    await journal.trackingWritten();
    expect(await found()).toEqual(['42', '43']);
    await journal.close();
  });

  it('leaves subjects and events out where the settings say so', async () => {
    const quiet = await openJournal({ subjectLogging: false });
    quiet.journal.track(event);
    await quiet.journal.close();
    const text = Object.values(await logFiles(join(quiet.folder, 'logs', 'MessageTracking'))).join('');
    expect(text).toContain(',RECEIVE,42,');
    expect(text).not.toContain('Scan');
    const off = await openJournal({ messageTrackingEnabled: false });
    off.journal.track(event);
    await off.journal.close();
    await expect(readdir(join(off.folder, 'logs', 'MessageTracking'))).rejects.toThrow('ENOENT');
  });
});

async function openWriter(rotation: { maxAgeMs: number; maxFileBytes: number; maxDirectoryBytes: number }) {
  const clock = manualClock(Date.UTC(2026, 10, 22, 9));
  const folder = await mkdtemp(join(tmpdir(), 'postroom-log-'));
  const errors: PostroomError[] = [];
  let dropped = 0;
  const writer = () =>
    createLogWriter<string>({
      folder,
      prefix: 'RECV',
      logType: 'Test',
      fields: 'text',
      clock,
      rotation: () => rotation,
      format: (text) => text,
      onDropped: () => (dropped += 1),
      onError: (error) => errors.push(error),
    });
  return { clock, folder, errors, writer, dropped: () => dropped };
}

const UNLIMITED = { maxAgeMs: 0, maxFileBytes: 1e9, maxDirectoryBytes: 1e12 };

describe('rotation', () => {
  it('by size: a file ends at its limit and no line is lost or cut', async () => {
    const { folder, writer } = await openWriter({ ...UNLIMITED, maxFileBytes: 1024 });
    const log = writer();
    const lines = Array.from({ length: 60 }, (_, index) => `line ${String(index).padStart(3, '0')} ${'x'.repeat(89)}`);
    for (const line of lines) log.push(line, line.length);
    await log.close();
    const files = Object.values(await logFiles(folder));
    expect(files.length).toBeGreaterThan(5);
    for (const text of files) expect(text.length).toBeLessThanOrEqual(1024 + 101);
    const written = files.flatMap((text) => text.split('\r\n').filter((line) => line.startsWith('line')));
    expect(written.sort()).toEqual(lines);
  });

  it('by hour and by total: the oldest file goes first and the folder keeps its limit', async () => {
    const { clock, folder, writer } = await openWriter({ ...UNLIMITED, maxFileBytes: 2000, maxDirectoryBytes: 5000 });
    for (let hour = 0; hour < 6; hour += 1) {
      const log = writer();
      log.push('y'.repeat(1300), 1300);
      await log.close();
      await clock.advance(3_600_000);
    }
    const files = await logFiles(folder);
    expect(Object.keys(files)).toEqual(['RECV2026112212-1.LOG', 'RECV2026112213-1.LOG', 'RECV2026112214-1.LOG']);
    expect(Object.values(files).join('').length).toBeLessThanOrEqual(5000);
  });

  it('by age: only files of this log that are too old', async () => {
    const { clock, folder, writer } = await openWriter({ ...UNLIMITED, maxAgeMs: 2 * 3_600_000 });
    await mkdir(folder, { recursive: true });
    for (const name of ['RECV2026112205-1.LOG', 'RECV2026112207-1.LOG', 'SEND2026112205-1.LOG', 'RECV.txt']) {
      await writeFile(join(folder, name), 'old');
    }
    await clock.advance(1);
    const log = writer();
    log.push('new', 3);
    await log.close();
    expect(Object.keys(await logFiles(folder))).toEqual(
      ['RECV.txt', 'RECV2026112207-1.LOG', 'RECV2026112209-1.LOG', 'SEND2026112205-1.LOG'].sort(),
    );
  });
});

describe('a log that cannot be written', () => {
  it('is told once, keeps 8 MiB, counts the rest, and goes on by itself with a note', async () => {
    const { clock, folder, errors, writer, dropped } = await openWriter(UNLIMITED);
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    const log = writer();
    const line = 'z'.repeat(1000);
    for (let index = 0; index < 9000; index += 1) log.push(`${String(index)} ${line}`, 1024);
    // The first batch fails in the background; its retry timer is what remains armed.
    await until(() => errors.length === 1 && clock.pending === 1, 'the first batch fails');
    expect(errors[0]?.code).toBe('data-folder-unusable');
    expect(dropped()).toBe(9000 - 8192);
    await clock.advance(5000);
    await until(() => clock.pending === 1, 'the retry fails');
    expect(errors).toHaveLength(1);
    await rm(folder);
    await log.close();
    const text = Object.values(await logFiles(folder)).join('');
    expect(text.match(/^\d+ z/gm)).toHaveLength(8192);
    expect(text).toContain('#Note: 808 lines were not written here');
  });

  it('does not end a program that may not write', async () => {
    const { folder, errors, writer } = await openWriter(UNLIMITED);
    await chmod(folder, 0o500);
    const log = writer();
    log.push('line', 4);
    await log.close();
    await chmod(folder, 0o700);
    // root may write everywhere
    expect(errors.length + Object.keys(await logFiles(folder)).length).toBe(1);
  });
});
