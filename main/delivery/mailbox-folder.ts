import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { removeFiles } from './attachments/attachment-folder.ts';
import { FolderTurns } from './attachments/folder-turns.ts';
import { AttachmentSaver, type AttachmentPlace, type Saved } from './attachments/save-attachments.ts';
import { placeProblem, saveProblem } from './attachments/save-problem.ts';
import { mailboxFolderName } from './mailbox-name.ts';
import { printable } from './reply.ts';
import { codeOf } from './smtp-failure.ts';
import type { Attempt, DeliveryOutcome, RemoteReply, Target } from './target.ts';

export interface MailboxFolderDeps {
  /** The mailboxes folder; made when the first message comes. */
  readonly root: string;
  readonly clock: Clock;
  /** Folder of a recipient, as configured or the local part of the address; made safe here. */
  readonly folderOf: (address: string) => string;
  /** Where the attachments of a mailbox folder are saved besides; null: nowhere. */
  readonly attachmentsOf?: (folder: string) => AttachmentPlace | null;
  /** What people call the device with an address. */
  readonly deviceOf?: (address: string | null) => string;
}

/**
 * Delivers into folders: one `.eml` per message and folder, whole or not at all. The file name follows from the
 * message alone, so a message delivered again after a crash replaces itself.
 */
export function createMailboxFolderTarget({
  root,
  clock,
  folderOf,
  attachmentsOf = () => null,
  deviceOf = (address) => address ?? '',
}: MailboxFolderDeps): Target {
  const saver = new AttachmentSaver(root);
  const turns = new FolderTurns(clock);
  const keep = async (folder: string, attempt: Attempt, recipients: Attempt['recipients']): Promise<Kept> => {
    const place = attachmentsOf(folder);
    const problem = place === null ? null : placeProblem(place.folder, process.platform);
    if (place === null || problem !== null) {
      return { problem: problem ?? (await store(join(root, folder), attempt, recipients, known)), reply: DELIVERED };
    }
    try {
      const device = deviceOf(attempt.remoteAddress ?? null);
      const saved = await turns.run(place.folder, (turn) => saver.save(attempt, place, device, turn));
      const problem = await store(join(root, folder), attempt, recipients, known);
      // The next attempt saves them again.
      if (problem !== null) await removeFiles(saved.paths);
      return { problem, reply: replyTo(saved, place) };
    } catch (error) {
      return { problem: saveProblem(error, place.folder), reply: DELIVERED };
    }
  };
  const known = new Set<string>();
  return {
    async deliver(attempt, signal) {
      const byFolder = Map.groupBy(attempt.recipients, ({ address, detour }) =>
        mailboxFolderName(detour !== undefined && 'mailbox' in detour ? detour.mailbox : folderOf(address)),
      );
      const outcomes: DeliveryOutcome[] = [];
      for (const [folder, recipients] of byFolder) {
        const kept = signal.aborted ? STOPPED : await keep(folder, attempt, recipients);
        for (const { index } of recipients) outcomes.push(outcomeOf(index, kept));
      }
      return { outcomes, unreachable: false, host: null };
    },
    close: () => Promise.resolve(),
  };
}

interface Kept {
  /** Why the message has to wait; null: it lies in the folder. */
  readonly problem: string | null;
  /** What is said of it where it does. */
  readonly reply: string;
}

const DELIVERED = '250 2.6.0 Delivered to the mailbox folder';
const STOPPED: Kept = {
  problem: '451 4.3.0 Delivery was stopped at this end; the message waits for the next attempt.',
  reply: DELIVERED,
};

function replyTo({ paths, left }: Saved, { folder }: AttachmentPlace): string {
  const count = String(paths.length);
  if (paths.length === 0) return `250 2.6.0 Delivered to the mailbox folder; it has no attachment to save in ${folder}`;
  if (left === 0) return `250 2.6.0 Delivered to the mailbox folder; attachments saved in ${folder}: ${count}`;
  return `250 2.6.0 Delivered to the mailbox folder; attachments saved in ${folder}: ${count}, ${String(left)} more are in the message alone`;
}

function outcomeOf(index: number, { problem, reply }: Kept): DeliveryOutcome {
  if (problem !== null) return { index, verdict: 'deferred', reply: null, error: problem };
  const said: RemoteReply = { host: 'localhost', code: 250, enhanced: '2.6.0', text: reply };
  return { index, verdict: 'delivered', reply: said, error: null };
}

/** Returns null, or why the message has to wait. */
async function store(
  folder: string,
  attempt: Attempt,
  recipients: Attempt['recipients'],
  known: Set<string>,
): Promise<string | null> {
  const path = join(folder, fileName(attempt));
  try {
    if (!known.has(folder)) await makeFolder(folder, known);
    await write(path, attempt, recipients).catch(async (error: unknown) => {
      // Somebody tidied up while we ran.
      if (codeOf(error) !== 'ENOENT') throw error;
      await makeFolder(folder, known);
      await write(path, attempt, recipients);
    });
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return '452 4.3.1 The disk with the mailbox folders is full: make room, and the message is delivered.';
    }
    return `451 4.3.0 The mailbox folder ${folder} could not be written (${code ?? 'unknown error'}): check that it exists and that this program may write there.`;
  }
}

/** `yyyyMMddTHHmmss-<id>.eml`, from our own id alone: nothing out of the mail becomes a path. */
function fileName({ id, receivedAtMs }: Attempt): string {
  const number = String(id).padStart(8, '0');
  if (receivedAtMs === undefined) return `${number}.eml`;
  const stamp = new Date(receivedAtMs).toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${stamp}-${number}.eml`;
}

async function write(path: string, attempt: Attempt, recipients: Attempt['recipients']): Promise<void> {
  const temporary = `${path}.tmp`;
  const body = await attempt.body();
  let file: FileHandle | null = null;
  try {
    file = await open(temporary, 'w', 0o600);
    await file.writeFile(trace(attempt, recipients));
    await file.writeFile(body);
    await file.sync();
    await file.close();
    file = null;
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await file?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    if (body instanceof Readable) body.destroy();
  }
}

/** What the last hop adds (RFC 5321 4.4), one Delivered-To for each recipient whose mail comes here. */
function trace({ envelope }: Attempt, recipients: Attempt['recipients']): string {
  const delivered = recipients.map(({ address }) => `Delivered-To: ${printable(address)}\r\n`);
  return `Return-Path: <${printable(envelope.mailFrom)}>\r\n${delivered.join('')}`;
}

async function makeFolder(folder: string, known: Set<string>): Promise<void> {
  const created = await mkdir(folder, { recursive: true });
  if (created !== undefined) await syncFolder(dirname(created));
  await syncFolder(dirname(folder));
  known.add(folder);
}

/** Windows has no fsync for folders; there the rename itself is journalled. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
