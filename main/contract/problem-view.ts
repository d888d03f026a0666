import type { AlertChannel } from './alert-view.ts';
import type { OAuthProvider } from './oauth.ts';
import type { QuotaLimitName } from './quota-view.ts';
import type { ServiceName } from './status-view.ts';

/** What needs a person. Times in ms since 1970, sizes in bytes. */

/** The facts of each kind of problem, for clients that word it themselves. */
export interface ProblemFacts {
  /** Every recipient is put off. */
  'learning-mode': {
    /** When it ends by itself, or null. */
    readonly endsMs: number | null;
    /** That knocked so far. */
    readonly devices: number;
  };
  'service-stopped': { readonly service: ServiceName };
  'listener-failed': {
    readonly connector: string;
    readonly address: string;
    readonly port: number;
    readonly reason: string | null;
  };
  /** Last try of a device of the house: refused. */
  'device-refused': {
    readonly address: string;
    /** Since midnight. */
    readonly count: number;
    readonly lastMs: number;
    readonly reply: string;
    /** Where it can be read; null where it was before the last start. */
    readonly session: string | null;
    readonly recipients: readonly string[];
  };
  /** Messages that no send connector is for, although there is one. */
  'unreachable-mail': { readonly messages: number };
  /** Mail for others is waiting, or was refused, and there is no send connector. */
  'no-send-connector': { readonly messages: number };
  'poison-mail': { readonly messages: number };
  'secret-missing': { readonly connector: string };
  /** A send connector with OAuth gets no token: nobody signed in yet, not any more, or the provider refuses. */
  'sign-in-needed': {
    readonly connector: string;
    readonly provider: OAuthProvider;
    readonly state: 'never' | 'again' | 'failing';
    /** A program: nobody can sign in for it, its settings have to change. */
    readonly byProgram: boolean;
    readonly reason: string;
  };
  /** The day that was noted for the end of a client secret comes nearer, in steps of 30, 14, 3 and 0 days. */
  'client-secret-expiring': { readonly connector: string; readonly expiresMs: number; readonly step: 30 | 14 | 3 | 0 };
  /** A next hop refuses in a way that does not pass by itself, or has been failing for longer than DelayNotificationTimeout. */
  'queue-stuck': {
    readonly queue: string;
    readonly connector: string | null;
    /** 0: another send connector takes them meanwhile. */
    readonly messages: number;
    readonly sinceMs: number;
    /** What the server said, with the advice that is known for it, and without what Exchange words around it. */
    readonly lastError: string | null;
    /** The login or the encryption is refused: waiting does not help. */
    readonly isSetting: boolean;
  };
  /** A daily quota of a send connector is nearly used up, or is. */
  'quota-near': {
    readonly connector: string;
    readonly name: QuotaLimitName;
    readonly used: number;
    readonly limit: number;
    /** Percent that are used at least. A step that is passed is a new reason to tell. */
    readonly step: 80 | 95 | 100;
    readonly waiting: number;
    /** When the next one fits; null: now. */
    readonly freeAtMs: number | null;
  };
  'disk-full': { readonly reason: string };
  'store-failed': { readonly reason: string };
  'pressure-high': { readonly cause: 'disk' | 'queue' | 'delay' | 'store'; readonly reason: string };
  /** Mail is still taken. */
  'disk-low': { readonly freeBytes: number; readonly leastBytes: number };
  'certificate-expired': CertificateFacts;
  'certificate-expiring': CertificateFacts;
  /** A receive connector whose partners check certificates presents one that nobody they trust has signed. */
  'certificate-untrusted': { readonly connector: string; readonly file: string; readonly subject: string };
  /** The authority that a partner's certificates are recognised by has ended (step 0), or ends soon. */
  'partner-authority-ending': {
    /** In the folder `certificates/partners`. */
    readonly file: string;
    readonly subject: string;
    readonly notAfterMs: number;
    readonly step: 30 | 14 | 3 | 0;
  };
  'journal-dropping': Readonly<Record<string, never>>;
  /** Has not sent for longer than it ever paused, or than was set for it. */
  'device-silent': { readonly address: string; readonly sinceMs: number };
  /** Alerts do not arrive by this way. */
  'alerts-failing': { readonly channel: AlertChannel; readonly trouble: string };
  /** Said by the configuration, the certificates or the recovery in words of their own. */
  notice: { readonly path: string | null };
}

interface CertificateFacts {
  readonly file: string;
  readonly subject: string;
  readonly notAfterMs: number;
  /** Nobody else has to sign it: `certificates.create` can replace it. */
  readonly selfSigned: boolean;
  /** Fewer days than this are left. A step that is passed is a new reason to tell. */
  readonly step: 30 | 14 | 3 | 0;
  /** DNS names and IP addresses it is for. */
  readonly names: readonly string[];
}

export type ProblemKind = keyof ProblemFacts;

/** `text` says what is wrong, `action` what to do. */
export interface ProblemOf<Kind extends ProblemKind> {
  readonly kind: Kind;
  /** Stable: the kind, or the code of a notice. */
  readonly code: string;
  readonly text: string;
  readonly action: string;
  readonly facts: ProblemFacts[Kind];
}

export type Problem = { readonly [Kind in ProblemKind]: ProblemOf<Kind> }[ProblemKind];
