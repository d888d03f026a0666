import { TextDecoder } from 'node:util';
import { hasEightBit } from './charset.ts';
import type { Entity } from './entity.ts';
import { LONGEST_LINE_BYTES } from './long-line.ts';
import type { PartVisitor } from './part-walker.ts';
import { encodeRawHeader } from './raw-header.ts';

/** What a message has that some next hops refuse, found in one walk. */

export interface EntityFacts {
  readonly entity: Entity;
  headerEightBit: boolean;
  headerLongLine: boolean;
  eightBit: boolean;
  longLine: boolean;
  /** Its raw bytes are UTF-8. */
  utf8: boolean;
}

/** A message of more parts than this is not looked through: no mail has them. */
const MOST_ENTITIES = 10_000;

export class Survey implements PartVisitor {
  readonly #facts = new Map<Entity, EntityFacts>();
  /** The message carries a DKIM signature. */
  signed = false;
  tooManyParts = false;
  /** Names of header fields whose raw letters cannot be said in ASCII. */
  readonly unsayable = new Set<string>();
  #column = 0;
  #decoder: TextDecoder | null = null;

  /** Of the entities that have anything, in the order in which that was found. */
  get facts(): readonly EntityFacts[] {
    return [...this.#facts.values()];
  }

  header(entity: Entity, section: Buffer): void {
    this.tooManyParts ||= entity.index >= MOST_ENTITIES;
    if (this.tooManyParts) return;
    const text = section.toString('latin1');
    if (entity.index === 0) this.signed = /^dkim-signature[ \t]*:/im.test(text);
    const headerEightBit = hasEightBit(text);
    const headerLongLine = text.split('\r\n').some((line) => line.length > LONGEST_LINE_BYTES);
    if (headerEightBit) {
      this.#factsOf(entity).headerEightBit = true;
      for (const name of encodeRawHeader(text, 'utf-8').left) this.unsayable.add(name);
    }
    if (headerLongLine) this.#factsOf(entity).headerLongLine = true;
    if (entity.declared === '8bit' || entity.declared === 'binary') this.#factsOf(entity);
  }

  text(entity: Entity, bytes: Buffer): void {
    if (this.tooManyParts) return;
    this.#column += bytes.length;
    if (this.#column > LONGEST_LINE_BYTES) this.#factsOf(entity).longLine = true;
    if (!hasEightBit(bytes.toString('latin1'))) return;
    const facts = this.#factsOf(entity);
    facts.eightBit = true;
    if (facts.utf8) facts.utf8 = this.#isUtf8(bytes);
  }

  newline(): void {
    this.#column = 0;
  }

  end(): void {
    this.#column = 0;
    this.#decoder = null;
  }

  structure(): void {
    this.#column = 0;
  }

  #factsOf(entity: Entity): EntityFacts {
    // Asked for each line: a search among all parts would let one message hold up the whole program.
    const known = this.#facts.get(entity);
    if (known !== undefined) return known;
    const none = { headerEightBit: false, headerLongLine: false, eightBit: false, longLine: false, utf8: true };
    const facts = { entity, ...none };
    this.#facts.set(entity, facts);
    return facts;
  }

  #isUtf8(bytes: Buffer): boolean {
    try {
      this.#decoder ??= new TextDecoder('utf-8', { fatal: true });
      this.#decoder.decode(bytes, { stream: true });
      return true;
    } catch {
      // The answer is no; what was decoded is of no use here.
      return false;
    }
  }
}
