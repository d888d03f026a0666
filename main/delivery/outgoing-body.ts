import { hasEightBit } from '../mime/charset.ts';
import { repaired, surveyRepair } from '../mime/repair.ts';
import type { RepairNeeds } from '../mime/repair-plan.ts';
import type { Reply } from './reply.ts';
import type { Attempt, BodyStream } from './target.ts';

/** A message as this peer takes it: its own bytes, or repaired for a peer that offers less than the message needs. */
export interface OutgoingBody {
  readonly body: Buffer | BodyStream;
  /** null: only known when it has been sent. */
  readonly size: number | null;
  /** What was changed, or had to stay. */
  readonly notes: readonly string[];
  /** It cannot be sent to this peer at all. */
  readonly refusal: string | null;
}

/** Rejects where the stored message cannot be read. `wrapsAll`: the peer has refused long lines before. */
export async function outgoingBody(
  attempt: Attempt,
  extensions: ReadonlyMap<string, string>,
  wrapsAll: boolean,
): Promise<OutgoingBody> {
  const outgoing = await fittingBody(attempt, extensions, wrapsAll);
  const { signature } = attempt;
  if (signature === undefined || outgoing.refusal !== null) return outgoing;
  const { body, size } = outgoing;
  return { ...outgoing, body: await signature.sign(body), size: size === null ? null : size + signature.mostBytes };
}

async function fittingBody(
  attempt: Attempt,
  extensions: ReadonlyMap<string, string>,
  wrapsAll: boolean,
): Promise<OutgoingBody> {
  const needs = needsOf(attempt, extensions, wrapsAll);
  const body = await attempt.body();
  const asItIs = { size: attempt.size, notes: [], refusal: null };
  if (needs === null || isPlainEnough(body, needs)) return { body, ...asItIs };
  const plan = await surveyRepair(body, needs);
  // A stream is read once.
  const content = Buffer.isBuffer(body) ? body : await attempt.body();
  const { notes } = plan;
  const refusal = needs.asciiHeaders && plan.unsayable.length > 0 ? unsayable(plan.unsayable) : null;
  if (plan.repairs.size === 0 || refusal !== null) return { ...asItIs, body: content, notes, refusal };
  const changed = repaired(content, plan);
  return { body: changed, size: Buffer.isBuffer(changed) ? changed.length : null, notes, refusal };
}

/** null: nothing has to be looked for. */
function needsOf(
  { envelope }: Attempt,
  extensions: ReadonlyMap<string, string>,
  wrapsAll: boolean,
): RepairNeeds | null {
  const sevenBit = !extensions.has('8BITMIME');
  const asciiHeaders = envelope.smtpUtf8 && !extensions.has('SMTPUTF8');
  if (!sevenBit && !asciiHeaders && envelope.longLines !== true) return null;
  const shortLines = wrapsAll ? 'all' : 'text';
  return {
    // Only where this very message would be refused again: what the host said of another is no reason.
    ...{ sevenBit, asciiHeaders, breaksSignature: wrapsAll && envelope.longLines === true },
    shortLines: envelope.longLines === true ? shortLines : 'none',
  };
}

/** Most bodies towards a peer without 8BITMIME are ASCII, which shows at once. */
function isPlainEnough(body: Buffer | BodyStream, { shortLines }: RepairNeeds): boolean {
  return shortLines === 'none' && Buffer.isBuffer(body) && !hasEightBit(body.toString('latin1'));
}

function unsayable(fields: readonly string[]): string {
  return `550 5.6.7 The header (${fields.join(', ')}) has letters beyond ASCII in an address, and the next hop takes none (it does not offer SMTPUTF8). Use an address in ASCII.`;
}

/** True where the peer took the whole message and refused it for the length of a line. */
export function isLongLineRefusal(final: Reply | undefined): boolean {
  return final !== undefined && final.code >= 500 && LONG_LINE.test(final.raw.replaceAll('\n', ' '));
}

// "line too long", "maximum allowed line length is 998 octets", "lines longer than 990 bytes", "LineLengthExceeded".
const LONG_LINE =
  /\blines?\b.{0,40}?\b(?:long|longer|length|limit|exceed\w*)\b|\b(?:long|overlong|oversized?)[- ]+lines?\b|line-?length/i;
