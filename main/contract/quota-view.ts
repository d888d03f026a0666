import type { QuotaPreset } from './quota.ts';

/** How far send connectors are with what they may hand over. Times in ms since 1970. */

export type QuotaLimitName = 'messagesPerMinute' | 'messagesPerHour' | 'messagesPerDay' | 'recipientsPerDay';

export interface QuotaGauge {
  readonly name: QuotaLimitName;
  readonly limit: number;
  /** In the span that ends now. */
  readonly used: number;
  /** When one more fits; null: now. */
  readonly freeAtMs: number | null;
}

export interface SendGauge {
  /** Name of the send connector. */
  readonly connector: string;
  readonly limits: readonly QuotaGauge[];
  /** Messages being sent now, and how many may be at a time. */
  readonly active: number;
  readonly mostActive: number;
  /** Messages in its queues. */
  readonly waiting: number;
  /** When they are gone if nothing else comes; null where none waits, or where it is not known. */
  readonly clearsAtMs: number | null;
  /** The next hop asked to be sent less, and has taken nothing since. */
  readonly slowed: { readonly sinceMs: number; readonly untilMs: number; readonly text: string | null } | null;
}

/** With where its limits come from; null: from the connector alone. */
export interface SendGaugeView extends SendGauge {
  readonly preset: QuotaPreset | null;
}

/** The servers of a provider, as far as they are known. */
export interface ProviderView {
  readonly name: QuotaPreset;
  readonly title: string;
  /** `<tenant>` stands for what each organisation has of its own. */
  readonly host: string;
  readonly ports: readonly number[];
  readonly auth: readonly ('none' | 'password' | 'oauth')[];
  /** null: none is known. */
  readonly limits: Readonly<Record<QuotaLimitName | 'recipientsPerMessage' | 'connections', number | null>>;
  readonly notes: readonly string[];
  readonly sources: readonly { readonly url: string; readonly checked: string }[];
}
