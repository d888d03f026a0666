import type { Clock, Timer } from '../clock.ts';
import type { LogRotation } from '../config/snapshot.ts';
import { errorCode } from '../config/atomic-file.ts';
import { PostroomError } from '../errors.ts';
import { beginFile, hourOf } from './log-folder.ts';
import type { LogFile } from './log-folder.ts';

/** Writes the records of one log in batches. It never throws into the caller, never blocks and never grows without bound. */
export interface LogWriter<Record> {
  /** `bytes` is about what the record takes. */
  push(record: Record, bytes: number): void;
  /** Settles when what was pushed before is on disk, or was tried once and could not be written. */
  flushed(): Promise<void>;
  /** Writes what waits, once, and closes the file. */
  close(): Promise<void>;
}

export interface LogWriterOptions<Record> {
  readonly folder: string;
  /** `RECV`, `SEND`, `MSGTRK`. */
  readonly prefix: string;
  readonly logType: string;
  readonly fields: string;
  readonly clock: Clock;
  readonly rotation: () => LogRotation;
  /** One line without its end. */
  readonly format: (record: Record) => string;
  readonly onDropped: () => void;
  /** Told once when writing begins to fail. */
  readonly onError: (error: PostroomError) => void;
}

const BATCH_AFTER_MS = 200;
const BATCH_BYTES = 256 * 1024;
const MAX_PENDING_BYTES = 8 * 1024 * 1024;
const RETRY_AFTER_MS = 5000;
const LINE_END = '\r\n';

export function createLogWriter<Record>(options: LogWriterOptions<Record>): LogWriter<Record> {
  const { clock } = options;
  let pending: Record[] = [];
  let pendingBytes = 0;
  /** Estimate of what is being written and not yet on disk. */
  let batchBytes = 0;
  let dropped = 0;
  let timer: Timer | null = null;
  let writing: Promise<void> | null = null;
  let failing = false;
  let closed = false;
  let file: LogFile | null = null;

  const arm = (ms: number): void => {
    timer ??= clock.after(ms, () => {
      timer = null;
      flush();
    });
  };

  const flush = (): void => {
    if (writing !== null) return;
    timer?.cancel();
    timer = null;
    writing = writePending().finally(() => {
      writing = null;
      if (closed || (pending.length === 0 && dropped === 0)) return;
      if (pendingBytes >= BATCH_BYTES && !failing) flush();
      else arm(failing ? RETRY_AFTER_MS : BATCH_AFTER_MS);
    });
  };

  const flushed = async (): Promise<void> => {
    await writing;
    // A failing disk is left to its own pace.
    if (pending.length > 0 && !failing) flush();
    await writing;
  };

  /** What waits now; what is pushed meanwhile is the next one's. */
  const writePending = async (): Promise<void> => {
    const batch = pending;
    const missing = dropped;
    pending = [];
    batchBytes = pendingBytes;
    pendingBytes = 0;
    dropped = 0;
    const written = { records: 0 };
    try {
      await writeBatch(batch, written);
      if (missing > 0)
        await append(
          `#Note: ${String(missing)} lines were not written here because the disk could not keep up.${LINE_END}`,
        );
      failing = false;
    } catch (error) {
      pending = batch.slice(written.records).concat(pending);
      pendingBytes += batchBytes;
      batchBytes = 0;
      dropped += missing;
      if (!failing) options.onError(describe(error, options.folder));
      failing = true;
    }
  };

  const writeBatch = async (batch: readonly Record[], written: { records: number }): Promise<void> => {
    // Formatting in portions keeps the event loop free for sessions.
    while (written.records < batch.length) {
      const current = await usableFile();
      const room = Math.min(BATCH_BYTES, options.rotation().maxFileBytes - current.bytes);
      let text = '';
      let taken = 0;
      for (let index = written.records; index < batch.length && (taken === 0 || text.length < room); index += 1) {
        const record = batch[index];
        if (record !== undefined) text += options.format(record) + LINE_END;
        taken += 1;
      }
      await append(text);
      batchBytes -= (batchBytes * taken) / (batch.length - written.records);
      written.records += taken;
    }
  };

  const usableFile = async (): Promise<LogFile> => {
    const now = clock.now();
    const rotation = options.rotation();
    if (file !== null && file.hour === hourOf(now) && file.bytes < rotation.maxFileBytes) return file;
    const old = file;
    file = null;
    await old?.handle.close();
    file = await beginFile(options.folder, options.prefix, header(options, now), now, rotation);
    return file;
  };

  const append = async (text: string): Promise<void> => {
    const current = await usableFile();
    const bytes = Buffer.from(text);
    try {
      await current.handle.appendFile(bytes);
      current.bytes += bytes.length;
    } catch (error) {
      await undoHalfWritten(current);
      throw error;
    }
  };

  /** A full disk leaves half a line behind; the retry writes it whole. */
  const undoHalfWritten = async (current: LogFile): Promise<void> => {
    try {
      await current.handle.truncate(current.bytes);
    } catch {
      file = null;
      await current.handle.close().catch(() => undefined);
    }
  };

  return {
    push(record, bytes) {
      if (closed || pendingBytes + batchBytes + bytes > MAX_PENDING_BYTES) {
        dropped += 1;
        options.onDropped();
        return;
      }
      pending.push(record);
      pendingBytes += bytes;
      if (writing !== null) return;
      if (pendingBytes >= BATCH_BYTES && !failing) flush();
      else arm(BATCH_AFTER_MS);
    },
    flushed,
    async close() {
      closed = true;
      timer?.cancel();
      await writing;
      await writePending();
      await file?.handle.close();
      file = null;
    },
  };
}

function header<Record>(options: LogWriterOptions<Record>, nowMs: number): string {
  const lines = [
    '#Software: Postroom',
    '#Version: 15.0.0.0',
    `#Log-type: ${options.logType}`,
    `#Date: ${new Date(nowMs).toISOString()}`,
    `#Fields: ${options.fields}`,
  ];
  return lines.join(LINE_END) + LINE_END;
}

function describe(error: unknown, folder: string): PostroomError {
  if (errorCode(error) === 'ENOSPC') {
    return new PostroomError(
      'disk-full',
      `The disk is full, so logs cannot be written to ${folder}. Free some space.`,
      { cause: error },
    );
  }
  return new PostroomError(
    'data-folder-unusable',
    `Logs cannot be written to ${folder}. Check that the folder is writable.`,
    { cause: error },
  );
}
