import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalSettings } from '../../../main/config/snapshot.ts';
import type { PostroomError } from '../../../main/errors.ts';
import { createJournal } from '../../../main/journal/journal.ts';
import type { SessionStart } from '../../../main/journal/journal.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** A journal on a fresh folder and a clock the test turns. */
export async function openJournal(change: Partial<JournalSettings> = {}, folder?: string) {
  const clock = manualClock(Date.UTC(2026, 10, 22, 9, 41, 7, 112));
  const errors: PostroomError[] = [];
  const rotation = { maxAgeMs: 30 * 86_400_000, maxFileBytes: 10_485_760, maxDirectoryBytes: 262_144_000 };
  const settings: JournalSettings = {
    protocolLog: rotation,
    messageTracking: rotation,
    messageTrackingEnabled: true,
    subjectLogging: true,
    ...change,
  };
  const dataFolder = folder ?? (await mkdtemp(join(tmpdir(), 'postroom-journal-')));
  const journal = createJournal({
    folder: dataFolder,
    clock,
    settings: () => settings,
    serverName: () => 'OFFICE',
    onError: (error) => errors.push(error),
  });
  return { journal, clock, errors, folder: dataFolder };
}

export const receiveLogFolder = (folder: string): string => join(folder, 'logs', 'ProtocolLog', 'SmtpReceive');

export function sessionStart(change: Partial<SessionStart> = {}): SessionStart {
  return {
    id: '08D892B7A9441226',
    direction: 'receive',
    connector: 'OFFICE\\Default Frontend OFFICE',
    verbose: true,
    localEndpoint: '192.168.0.10:25',
    remoteEndpoint: '192.168.0.181:49152',
    ...change,
  };
}

/** Log files of a folder by name, whole. */
export async function logFiles(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}
