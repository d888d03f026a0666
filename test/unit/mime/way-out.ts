import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DataScanner } from '../../../main/frontend/data-scanner.ts';
import { DotStuffer } from '../../../main/delivery/dot-stuffer.ts';
import { repaired, surveyRepair } from '../../../main/mime/repair.ts';
import type { RepairNeeds } from '../../../main/mime/repair-plan.ts';
import { Intake, type IntakeResult } from '../../../main/transport/intake.ts';

/** The way of a message through the relay, without sockets: what a device sends, what is kept, what leaves. */

const folder = new URL('../../fixtures/messages/', import.meta.url);

export function fixture(name: string): Buffer {
  return readFileSync(new URL(name, folder));
}

/** A server of the last century: no 8BITMIME, no long line. */
export const OLD_SERVER: RepairNeeds = {
  sevenBit: true,
  shortLines: 'all',
  asciiHeaders: true,
  breaksSignature: false,
};
/** What any server should take, for what may be cut on the way. */
export const ANY_SERVER: RepairNeeds = {
  sevenBit: false,
  shortLines: 'text',
  asciiHeaders: false,
  breaksSignature: false,
};

export interface Kept {
  readonly bytes: Buffer;
  readonly result: IntakeResult;
  readonly scanner: DataScanner;
}

/** Sends the message as a device would, and returns what the queue would keep. */
export async function receive(message: Buffer, charset: string | null = 'windows-1252'): Promise<Kept> {
  const chunks: Buffer[] = [];
  const intake = new Intake({
    writer: {
      bytes: 0,
      write: (chunk) => {
        chunks.push(Buffer.from(chunk));
        return null;
      },
      finish: () => Promise.resolve({ kind: 'inline', bytes: Buffer.concat(chunks) }),
      abort: () => Promise.resolve(),
    },
    received:
      'Received: from device (192.0.2.7) by relay.office.example with SMTP\r\n id 1; Tue, 3 Mar 2026 09:00:01 +0000\r\n',
    fqdn: 'relay.office.example',
    ...{ keepRoutingHeaders: false, keepOrganizationHeaders: false, keepForestHeaders: false },
    mailFrom: 'device@office.example',
    author: null,
    rawHeaderCharset: charset,
    maxHeaderBytes: 262_144,
    maxBytes: 100_000_000,
    newMessageId: () => '<new@relay.office.example>',
    date: () => 'Tue, 3 Mar 2026 09:00:01 +0000',
  });
  const onlyLinefeeds = !message.includes('\r');
  const scanner = new DataScanner(onlyLinefeeds);
  const lineEnd = onlyLinefeeds ? '\n' : '\r\n';
  const wire = Buffer.from(message.toString('latin1').replaceAll(/(^|\n)\./g, '$1..') + `.${lineEnd}`, 'latin1');
  for (let at = 0; at < wire.length; at += 1000) {
    const { body, rest } = scanner.push(wire.subarray(at, at + 1000));
    void intake.write(body);
    if (rest !== null) break;
  }
  const result = await intake.finish();
  const body = await intake.body();
  return { bytes: body.kind === 'inline' ? body.bytes : Buffer.alloc(0), result, scanner };
}

/** What leaves for a next hop with these needs. `chunk`: the body comes from disk in pieces of that size. */
export async function send(
  kept: Buffer,
  needs: RepairNeeds,
  chunk = 0,
): Promise<{ bytes: Buffer; notes: readonly string[] }> {
  const content = () => (chunk === 0 ? kept : Readable.from(pieces(kept, chunk)));
  const plan = await surveyRepair(content(), needs);
  if (plan.repairs.size === 0) return { bytes: kept, notes: plan.notes };
  const out = repaired(content(), plan);
  return { bytes: Buffer.isBuffer(out) ? out : await buffer(out), notes: plan.notes };
}

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** As it stands on the wire, dots taken off again: what the next server has. */
export function throughTheWire(message: Buffer): Buffer {
  const stuffer = new DotStuffer();
  const wire = Buffer.concat([...stuffer.stuff(message), stuffer.end()]);
  const { body } = new DataScanner(false).push(wire);
  return Buffer.from(body);
}
