import type { QueueRow } from '../../../main/contract/queue-view.ts';
import type { CertificateView } from '../../../main/contract/delivery-view.ts';

/** What the small panels of the overview pick from long lists. */

const DAY_MS = 86_400_000;
const CLOSE_DAYS = 21;

/** The first of a list, and how many are not among them. */
export interface Shown<T> {
  readonly rows: readonly T[];
  readonly more: number;
}

export function firstOf<T>(all: readonly T[], most: number): Shown<T> {
  return { rows: all.slice(0, most), more: Math.max(0, all.length - most) };
}

const rank = ({ status }: QueueRow): number => (status === 'Retry' ? 0 : status === 'Suspended' ? 1 : 2);

/** Queues in which something waits or that stand still: those in trouble first, then the longest. */
export function busyQueues(queues: readonly QueueRow[]): readonly QueueRow[] {
  return queues
    .filter(({ messageCount, status }) => messageCount > 0 || status === 'Suspended')
    .sort((a, b) => rank(a) - rank(b) || b.messageCount - a.messageCount);
}

export interface CertificateGauge {
  readonly file: string;
  readonly subject: string;
  readonly notAfterMs: number;
  /** Connectors that present it. */
  readonly uses: number;
  /** Whole days left; negative once it has ended. */
  readonly days: number;
  /** Part of its time that is left, 0 to 1. */
  readonly left: number;
  readonly tone: 'good' | 'warn' | 'bad';
}

/** The one that ends first stands first. */
export function certificateGauges(
  certificates: readonly CertificateView[],
  nowMs: number,
): readonly CertificateGauge[] {
  return certificates
    .map(({ file, subject, notBeforeMs, notAfterMs, uses }): CertificateGauge => {
      const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
      const left = Math.min(1, Math.max(0, (notAfterMs - nowMs) / Math.max(1, notAfterMs - notBeforeMs)));
      const tone = days < 0 ? 'bad' : days < CLOSE_DAYS ? 'warn' : 'good';
      return { file, subject, notAfterMs, uses: uses.length, days, left, tone };
    })
    .sort((a, b) => a.notAfterMs - b.notAfterMs);
}
