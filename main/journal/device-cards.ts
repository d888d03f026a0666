import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock, Timer } from '../clock.ts';
import { errorCode, replaceFile } from '../config/atomic-file.ts';
import type { DeviceCard } from '../contract/session-view.ts';
import { PostroomError } from '../errors.ts';

/** What is known of each source address. Bounded; the address unseen for longest is forgotten first. */

const MAX_DEVICES = 10_000;
const SAVE_EVERY_MS = 60_000;
// A tolerated deviation has a stable code; a card with more than these says nothing more.
const MAX_DEVIATIONS = 32;
const MAX_TEXT = 500;

const cardSchema = z.object({
  address: z.string(),
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  connector: z.string(),
  tls: z.string().nullable(),
  helo: z.string().nullable(),
  sessions: z.number(),
  accepted: z.number(),
  refused: z.number(),
  deviations: z.array(z.string()),
  lastError: z.string().nullable(),
  lastErrorMs: z.number().nullable(),
});
const fileSchema = z.object({ version: z.literal(1), devices: z.array(cardSchema) });

type MutableCard = { -readonly [Key in keyof DeviceCard]: DeviceCard[Key] };

/** A card in the hands of one session. */
export interface DeviceHandle {
  update(facts: { readonly tls?: string; readonly helo?: string }): void;
  deviation(code: string): void;
  transaction(accepted: boolean): void;
  error(text: string): void;
}

export class DeviceCards {
  private readonly cards = new Map<string, MutableCard>();
  private readonly path: string;
  private readonly clock: Clock;
  private readonly onError: (error: PostroomError) => void;
  private timer: Timer | null = null;
  private saving: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(path: string, clock: Clock, onError: (error: PostroomError) => void) {
    this.path = path;
    this.clock = clock;
    this.onError = onError;
    for (const card of this.read()) this.cards.set(card.address, card);
  }

  /** Least recently seen first. */
  list(): readonly DeviceCard[] {
    return [...this.cards.values()].map((card) => ({ ...card, deviations: [...card.deviations] }));
  }

  /** A session of this address began. */
  seen(address: string, connector: string): DeviceHandle {
    const now = this.clock.now();
    const known = this.cards.get(address);
    const card = known ?? newCard(address, connector, now);
    card.lastSeenMs = now;
    card.connector = connector;
    card.sessions += 1;
    // A Map keeps the order of insertion: the card moves to its end.
    this.cards.delete(address);
    this.cards.set(address, card);
    if (this.cards.size > MAX_DEVICES) this.forgetOldest();
    this.changed();
    return this.handle(card);
  }

  async close(): Promise<void> {
    const isDirty = this.timer !== null;
    this.timer?.cancel();
    this.timer = null;
    await this.saving;
    if (isDirty) await this.save();
  }

  private handle(card: MutableCard): DeviceHandle {
    return {
      update: ({ tls, helo }) => {
        if (tls !== undefined) card.tls = tls.slice(0, MAX_TEXT);
        if (helo !== undefined) card.helo = helo.slice(0, MAX_TEXT);
        this.changed();
      },
      deviation: (code) => {
        if (card.deviations.length >= MAX_DEVIATIONS || card.deviations.includes(code)) return;
        card.deviations = [...card.deviations, code];
        this.changed();
      },
      transaction: (accepted) => {
        if (accepted) card.accepted += 1;
        else card.refused += 1;
        card.lastSeenMs = this.clock.now();
        this.changed();
      },
      error: (text) => {
        card.lastError = text.slice(0, MAX_TEXT);
        card.lastErrorMs = this.clock.now();
        this.changed();
      },
    };
  }

  private forgetOldest(): void {
    const oldest = this.cards.keys().next();
    if (oldest.done !== true) this.cards.delete(oldest.value);
  }

  private changed(): void {
    this.timer ??= this.clock.after(SAVE_EVERY_MS, () => {
      this.timer = null;
      this.saving = this.save();
    });
  }

  private async save(): Promise<void> {
    try {
      await replaceFile(this.path, JSON.stringify({ version: 1, devices: [...this.cards.values()] }), this.clock);
      this.failing = false;
    } catch (error) {
      if (!this.failing) {
        const text = `The device list could not be saved to ${this.path}. Check that the folder is writable.`;
        this.onError(new PostroomError('data-folder-unusable', text, { cause: error }));
      }
      this.failing = true;
      this.changed();
    }
  }

  private read(): MutableCard[] {
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.path, 'utf8'))).devices;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        const text = `The device list in ${this.path} cannot be read; it begins anew.`;
        this.onError(new PostroomError('data-folder-unusable', text, { cause: error }));
      }
      return [];
    }
  }
}

function newCard(address: string, connector: string, now: number): MutableCard {
  return {
    address,
    firstSeenMs: now,
    lastSeenMs: now,
    connector,
    tls: null,
    helo: null,
    sessions: 0,
    accepted: 0,
    refused: 0,
    deviations: [],
    lastError: null,
    lastErrorMs: null,
  };
}
