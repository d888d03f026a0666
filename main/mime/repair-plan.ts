import type { Entity } from './entity.ts';
import type { EntityFacts, Survey } from './survey.ts';

/** What has to be changed in a message so that a next hop takes it. Pure. */

export interface RepairNeeds {
  /** The next hop does not offer 8BITMIME. */
  readonly sevenBit: boolean;
  /** `text`: lines that would be damaged where somebody cuts them; `all`: base64 and quoted-printable too. */
  readonly shortLines: 'none' | 'text' | 'all';
  /** Header fields must be ASCII. */
  readonly asciiHeaders: boolean;
  /** A DKIM signature is broken rather than the message left as it is. */
  readonly breaksSignature: boolean;
}

export type BodyRepair = 'quoted-printable' | 'base64' | 'rewrap' | 'requote' | 'cut';

export interface EntityRepair {
  readonly body: BodyRepair | null;
  /** New Content-Transfer-Encoding. */
  readonly encoding: string | null;
  /** Character set to declare where the header does not speak of MIME. */
  readonly charset: string | null;
  readonly asciiHeader: boolean;
  readonly foldHeader: boolean;
}

export interface RepairPlan {
  /** By the entity's index. */
  readonly repairs: ReadonlyMap<number, EntityRepair>;
  /** What is changed, and what had to stay, in sentences for the log. */
  readonly notes: readonly string[];
  /** Header fields that cannot be said in ASCII. */
  readonly unsayable: readonly string[];
}

const UNKNOWN_CHARSET = 'windows-1252';

/** Decides for each entity. An empty plan means: pass it on byte for byte. */
export function planRepair(survey: Survey, needs: RepairNeeds): RepairPlan {
  const repairs = new Map<number, EntityRepair>();
  const notes = new Set<string>();
  const unsayable = [...survey.unsayable];
  if (survey.tooManyParts) return { repairs, notes: [TOO_MANY], unsayable };
  const keepsEightBit = survey.facts.some(({ entity, eightBit }) => entity.frozen && eightBit);
  for (const facts of survey.facts) {
    const repair = repairOf(facts, needs, keepsEightBit);
    if (repair === null) continue;
    if (facts.entity.frozen) {
      // A new label alone is nothing to speak of.
      if (repair.body !== null || repair.asciiHeader || repair.foldHeader) notes.add(SEALED);
      continue;
    }
    repairs.set(facts.entity.index, repair);
    for (const note of notesOf(facts, repair)) notes.add(note);
  }
  if (repairs.size > 0 && survey.signed) {
    if (!needs.breaksSignature) return { repairs: new Map(), notes: [UNTOUCHED], unsayable };
    notes.add(BROKEN);
  }
  return { repairs, notes: [...notes], unsayable };
}

const TOO_MANY = 'The message has too many parts to be repaired.';
const SEALED = 'A signed or encrypted part is passed on as it is, although this server may not take it.';
const UNTOUCHED =
  'The message is DKIM-signed and is passed on as it is, although this server may not take it: a change would break the signature.';
const BROKEN = 'The message was changed because this server refuses it as it is; its DKIM signature no longer fits.';

function repairOf(facts: EntityFacts, needs: RepairNeeds, keepsEightBit: boolean): EntityRepair | null {
  const body = bodyRepair(facts, needs);
  const repair: EntityRepair = {
    body,
    encoding: newEncoding(facts, body, needs.sevenBit && (facts.entity.kind === 'leaf' || !keepsEightBit)),
    charset: body === 'quoted-printable' ? charsetOf(facts) : null,
    asciiHeader: facts.headerEightBit && (needs.asciiHeaders || needs.sevenBit),
    foldHeader: facts.headerLongLine && needs.shortLines !== 'none',
  };
  const { encoding, asciiHeader, foldHeader } = repair;
  return body === null && encoding === null && !asciiHeader && !foldHeader ? null : repair;
}

function bodyRepair({ entity, eightBit, longLine }: EntityFacts, needs: RepairNeeds): BodyRepair | null {
  const tooWide = eightBit && needs.sevenBit;
  const isLong = longLine && needs.shortLines !== 'none';
  if (!tooWide && !isLong) return null;
  if (entity.kind !== 'leaf') return 'cut';
  if (entity.encoding === 'identity') return isText(entity) ? 'quoted-printable' : 'base64';
  // Folded anew it says the same, and cut by somebody it does too: only who refuses it gets it otherwise.
  const isHarmless = !tooWide && needs.shortLines !== 'all';
  return isHarmless ? null : rewritten[entity.encoding];
}

/** In an encoding that nobody here knows, nobody knows what would be lost. */
const rewritten = { 'quoted-printable': 'requote', base64: 'rewrap', other: null } as const;

function isText({ type }: Entity): boolean {
  return type === '' || type.startsWith('text/') || type.startsWith('message/');
}

function newEncoding({ entity }: EntityFacts, body: BodyRepair | null, isSevenBit: boolean): string | null {
  if (body === 'quoted-printable' || body === 'base64') return body;
  return isSevenBit && (entity.declared === '8bit' || entity.declared === 'binary') ? '7bit' : null;
}

/** Only where nothing is said: what a sender names stays, right or wrong. */
function charsetOf({ entity, eightBit, utf8 }: EntityFacts): string | null {
  if (entity.type !== '') return null;
  if (!eightBit) return 'us-ascii';
  return utf8 ? 'utf-8' : UNKNOWN_CHARSET;
}

function notesOf(facts: EntityFacts, { body, asciiHeader, foldHeader }: EntityRepair): string[] {
  const why = facts.eightBit ? '8-bit text' : 'Lines longer than 998 bytes';
  const notes: string[] = [];
  if (body === 'quoted-printable' || body === 'base64') notes.push(`${why} encoded as ${body}.`);
  if (body === 'rewrap') notes.push('Lines of base64 wrapped at 76 characters.');
  if (body === 'requote') notes.push('Lines of quoted-printable wrapped at 76 characters.');
  if (body === 'cut') notes.push('Text outside the parts of a multipart put into short ASCII lines.');
  if (asciiHeader) notes.push('Raw letters beyond ASCII encoded in header fields.');
  if (foldHeader) notes.push('Header fields longer than 998 bytes folded.');
  return notes;
}
