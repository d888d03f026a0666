import type { Clock } from '../clock.ts';
import type { DeviceCard, DeviceEnvelope } from '../contract/session-view.ts';
import { PostroomError } from '../errors.ts';
import { blankCard } from './blank-card.ts';
import { addressOf } from './live-sessions.ts';
import { withKnock, type KnockPart } from './device-knock.ts';
import { printDevices, readDevices } from './device-file.ts';
import { usualPause, type DeviceRhythm } from './device-rhythm.ts';
import type { SessionFacts } from './journal.ts';
import { KeptFile } from './kept-file.ts';
import { activeDays, weekOf, withMessage } from './device-week.ts';

/** What is known of each source address. Bounded; the address unseen for longest is forgotten first. */

const MAX_DEVICES = 10_000;
// A tolerated deviation has a stable code; a card with more than these says nothing more.
const MAX_DEVIATIONS = 32;
const MAX_TEXT = 500;

// A message may have thousands of recipients; what the first of them are answered tells enough.
const MAX_RECIPIENTS = 20;

type MutableCard = { -readonly [Key in keyof DeviceCard]: DeviceCard[Key] };

interface DeviceTransaction {
  readonly accepted: boolean;
  readonly mailFrom: string;
  readonly recipients: readonly string[];
  readonly reply: string;
}

/** A card in the hands of one session. */
export interface DeviceHandle {
  update(facts: SessionFacts): void;
  deviation(code: string): void;
  knock(heard: KnockPart): void;
  transaction(result: DeviceTransaction): void;
  error(text: string): void;
}

export class DeviceCards {
  private readonly cards = new Map<string, MutableCard>();
  private readonly path: string;
  private readonly clock: Clock;
  private readonly onError: (error: PostroomError) => void;
  private readonly file: KeptFile;

  constructor(path: string, clock: Clock, onError: (error: PostroomError) => void) {
    this.path = path;
    this.clock = clock;
    this.onError = onError;
    this.file = new KeptFile({
      ...{ path, clock, onError, title: 'The device list' },
      text: () => printDevices([...this.cards.values()]),
    });
    for (const card of this.read()) this.cards.set(card.address, { ...card });
  }

  /** Least recently seen first. */
  list(): readonly DeviceCard[] {
    const now = this.clock.now();
    return [...this.cards.values()].map((card) => ({
      ...card,
      deviations: [...card.deviations],
      days: weekOf(card.days, now),
    }));
  }

  /** Of every device that mail was taken from. */
  rhythms(): readonly DeviceRhythm[] {
    const now = this.clock.now();
    return [...this.cards.values()].flatMap((card) => {
      const lastAcceptedMs = card.lastAccepted?.atMs;
      if (lastAcceptedMs === undefined) return [];
      const pauseDays = usualPause(activeDays(card.days, now), card.firstSeenMs, now);
      return [{ address: card.address, lastAcceptedMs, pauseDays }];
    });
  }

  /** A session of this address began. */
  seen(address: string, connector: string, localEndpoint: string): DeviceHandle {
    const now = this.clock.now();
    const known = this.cards.get(address);
    const card = known ?? newCard(address, connector, now);
    card.lastSeenMs = now;
    card.connector = connector;
    card.localEndpoint = localEndpoint;
    card.sessions += 1;
    // A Map keeps the order of insertion: the card moves to its end.
    this.cards.delete(address);
    this.cards.set(address, card);
    if (this.cards.size > MAX_DEVICES) this.forgetOldest();
    this.file.changed();
    return this.handle(card, localEndpoint);
  }

  /** What DNS calls an address. */
  named(address: string, hostName: string | null): void {
    const card = this.cards.get(address);
    if (card === undefined || card.hostName === hostName) return;
    card.hostName = hostName?.slice(0, MAX_TEXT) ?? null;
    this.file.changed();
  }

  forgetKnocks(): void {
    for (const card of this.cards.values()) card.knock = null;
    this.file.changed();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private handle(card: MutableCard, localEndpoint: string): DeviceHandle {
    let tls: DeviceEnvelope['tls'] = 'none';
    let helo: string | null = null;
    let account: string | null = null;
    return {
      update: (facts) => {
        if (facts.tls !== undefined) {
          // STARTTLS is behind EHLO, TLS from the first byte before it.
          tls = helo === null ? 'implicit' : 'starttls';
          card.tls = facts.tls.slice(0, MAX_TEXT);
        }
        if (facts.helo !== undefined) card.helo = helo = facts.helo.slice(0, MAX_TEXT);
        account = facts.account ?? account;
        if (facts.login !== undefined) card.login = { atMs: this.clock.now(), ...facts.login };
        if (facts.repeated !== undefined) card.repeat = { times: facts.repeated, lastMs: this.clock.now() };
        this.file.changed();
      },
      deviation: (code) => {
        if (card.deviations.length >= MAX_DEVIATIONS || card.deviations.includes(code)) return;
        card.deviations = [...card.deviations, code];
        this.file.changed();
      },
      knock: (heard) => {
        card.knock = withKnock(card.knock, heard, this.clock.now());
        this.file.changed();
      },
      transaction: ({ accepted, mailFrom, recipients, reply }) => {
        const atMs = this.clock.now();
        const envelope: DeviceEnvelope = {
          atMs,
          localAddress: addressOf(localEndpoint),
          localPort: Number(localEndpoint.slice(localEndpoint.lastIndexOf(':') + 1)),
          helo,
          tls,
          account,
          mailFrom,
          recipients: recipients.slice(0, MAX_RECIPIENTS),
          reply: reply.slice(0, MAX_TEXT),
        };
        if (accepted) {
          card.accepted += 1;
          card.lastAccepted = envelope;
          card.knock = null;
        } else {
          card.refused += 1;
          card.lastRefused = envelope;
        }
        card.days = withMessage(card.days, accepted, atMs);
        card.lastSeenMs = atMs;
        this.file.changed();
      },
      error: (text) => {
        card.lastError = text.slice(0, MAX_TEXT);
        card.lastErrorMs = this.clock.now();
        this.file.changed();
      },
    };
  }

  private forgetOldest(): void {
    const oldest = this.cards.keys().next();
    if (oldest.done !== true) this.cards.delete(oldest.value);
  }

  private read(): readonly DeviceCard[] {
    try {
      return readDevices(this.path);
    } catch (error) {
      if (!(error instanceof PostroomError)) throw error;
      this.onError(error);
      return [];
    }
  }
}

function newCard(address: string, connector: string, now: number): MutableCard {
  return { ...blankCard(address), firstSeenMs: now, lastSeenMs: now, connector };
}
