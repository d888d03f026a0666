import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { ConsoleSessions } from './sessions-file.ts';

/**
 * Who may use the console: programs by the token of this run, browsers by a cookie they get once for the token or
 * for a one-time code. Loopback alone proves nothing: every local user reaches it.
 */

const SECRET_BYTES = 32;
const CODE_VALID_MS = 5 * 60_000;
const COOKIE_VALID_MS = 24 * 3_600_000;
const MAX_CODES = 16;
const MAX_COOKIES = 64;

type Headed = Pick<IncomingMessage, 'headers'>;

export class Access {
  readonly token = newSecret();
  /** Cookies of one host are shared by all its ports: each data folder has its own name. */
  readonly cookieName: string;
  private readonly tokenDigest = digest(this.token);
  private readonly codes: Expiring;
  private readonly cookies: Expiring;
  private readonly keep: ((sessions: ConsoleSessions) => void) | undefined;

  /** `kept`: browsers that signed in to an earlier run; `keep` is told whenever one more does. */
  constructor(clock: Clock, kept: ConsoleSessions | null = null, keep?: (sessions: ConsoleSessions) => void) {
    this.cookieName = kept?.cookieName ?? `postroom-${randomBytes(4).toString('hex')}`;
    this.keep = keep;
    this.codes = new Expiring(clock, CODE_VALID_MS, MAX_CODES);
    this.cookies = new Expiring(clock, COOKIE_VALID_MS, MAX_COOKIES, kept?.sessions);
  }

  isToken(text: string): boolean {
    return timingSafeEqual(digest(text), this.tokenDigest);
  }

  /** A code for one sign-in within five minutes. */
  newCode(): string {
    return this.codes.add();
  }

  /** Set-Cookie for a code that is right, else null. A code works once. */
  redeem(code: string, isTls: boolean): string | null {
    return this.codes.take(code) ? this.newCookie(isTls) : null;
  }

  /** Set-Cookie of a new browser session. */
  newCookie(isTls: boolean): string {
    const cookie = this.cookies.add();
    this.keep?.({ cookieName: this.cookieName, sessions: this.cookies.list() });
    return `${this.cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict${isTls ? '; Secure' : ''}`;
  }

  hasToken(request: Headed): boolean {
    const match = /^Bearer ([\w-]{1,256})$/i.exec(request.headers.authorization ?? '');
    return match?.[1] !== undefined && this.isToken(match[1]);
  }

  hasCookie(request: Headed): boolean {
    const prefix = `${this.cookieName}=`;
    const values = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
    return values.some((part) => part.startsWith(prefix) && this.cookies.has(part.slice(prefix.length)));
  }
}

/** Secrets that end by themselves. Kept as digests, so that a look-up tells nothing by its time. */
class Expiring {
  private readonly entries = new Map<string, number>();
  private readonly clock: Clock;
  private readonly validMs: number;
  private readonly limit: number;

  constructor(clock: Clock, validMs: number, limit: number, kept: ConsoleSessions['sessions'] = []) {
    this.clock = clock;
    this.validMs = validMs;
    this.limit = limit;
    for (const { digest: entry, endsAtMs } of kept.slice(-limit)) {
      // No calendar that was wrong makes one last longer than it would have anyway.
      const left = Math.min(endsAtMs - clock.now(), validMs);
      if (left > 0) this.entries.set(entry, clock.monotonic() + left);
    }
  }

  add(): string {
    const secret = newSecret();
    const oldest = this.entries.keys().next();
    if (this.entries.size >= this.limit && oldest.done !== true) this.entries.delete(oldest.value);
    this.entries.set(digest(secret).toString('hex'), this.clock.monotonic() + this.validMs);
    return secret;
  }

  /** What holds, with its end by the calendar. */
  list(): ConsoleSessions['sessions'] {
    const [now, monotonic] = [this.clock.now(), this.clock.monotonic()];
    return [...this.entries]
      .filter(([, endsAt]) => endsAt > monotonic)
      .map(([entry, endsAt]) => ({ digest: entry, endsAtMs: Math.round(now + endsAt - monotonic) }));
  }

  has(secret: string): boolean {
    return (this.entries.get(digest(secret).toString('hex')) ?? -Infinity) > this.clock.monotonic();
  }

  take(secret: string): boolean {
    const isValid = this.has(secret);
    this.entries.delete(digest(secret).toString('hex'));
    return isValid;
  }
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
