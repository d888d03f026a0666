import type { ConfigFinding, KnownFailureView } from './config-view.ts';
import type { OAuthFlow, OAuthProvider } from './oauth.ts';

/** Where mail goes, as people are told of it. Times in ms since 1970. */

/** A name that covers a domain: `any` all of them, `both` itself and what is below it, `exact` only itself. */
export interface AddressSpaceView {
  readonly pattern: string;
  readonly match: 'any' | 'both' | 'exact';
  readonly cost: number;
}

export interface AttemptSuccess {
  readonly atMs: number;
  readonly host: string | null;
}

export interface AttemptFailure extends AttemptSuccess {
  /** What the remote server said, or what kept us from asking it. */
  readonly text: string;
  /** What that means, and what a person may do. */
  readonly hint: string;
  readonly known: KnownFailureView | null;
  /** No server took the connection; otherwise one message was refused. */
  readonly unreachable: boolean;
}

/** A send connector with every dependent default decided. */
export interface SendConnectorView {
  readonly name: string;
  readonly enabled: boolean;
  readonly addressSpaces: readonly AddressSpaceView[];
  /** Without brackets; empty: MX routing. */
  readonly smartHosts: readonly string[];
  readonly port: number;
  readonly tls: 'implicit' | 'required' | 'opportunistic' | 'never';
  readonly tlsAuthLevel: 'EncryptionOnly' | 'CertificateValidation' | 'DomainValidation';
  /** Whether it signs in, and whether the password for that is there. */
  readonly password: 'none' | 'stored' | 'missing';
  /** Set where it signs in with OAuth instead. */
  readonly oauth: { readonly provider: OAuthProvider; readonly flow: OAuthFlow } | null;
  /** Since the engine started. */
  readonly lastSuccess: AttemptSuccess | null;
  readonly lastFailure: AttemptFailure | null;
}

export interface SendConnectorsView {
  readonly revision: number;
  readonly findings: readonly ConfigFinding[];
  /** In the order of the document; null where a patch does not make a valid one. */
  readonly connectors: readonly SendConnectorView[] | null;
}

/** What became of a message that was sent only to try a send connector. */
export interface SendTrial {
  readonly verdict: 'delivered' | 'deferred' | 'slowed' | 'failed';
  readonly host: string | null;
  /** The last word of the remote server, or what kept us from asking it. */
  readonly text: string;
  readonly hint: string;
  readonly known: KnownFailureView | null;
  /** Sessions that it took, in their order. */
  readonly sessions: readonly string[];
}

export interface MailboxView {
  readonly name: string;
  readonly path: string;
  readonly messages: number;
  /** When something was last put there or taken away. */
  readonly changedMs: number;
}

export interface MailboxesView {
  /** The folder that holds them. */
  readonly folder: string;
  readonly mailboxes: readonly MailboxView[];
}

/** An attachment as a device calls it, and the name that it would be saved under. */
export interface AttachmentExample {
  readonly name: string;
  readonly saved: string;
}

/** Whether attachments could be saved into a folder: a file was made there and taken away again. */
export interface FolderTrial {
  /** `foreign`: no path that the engine's system knows, as a share of Windows elsewhere. */
  readonly state: 'ready' | 'foreign' | 'missing' | 'forbidden' | 'full' | 'unreachable';
  /** The system's own word for it, `ENOENT`; null where it went well. */
  readonly code: string | null;
}

export interface CertificateUse {
  /** Name of the receive connector. */
  readonly connector: string;
  /** The connector names it; otherwise it was chosen by the connector's FQDN. */
  readonly named: boolean;
}

export interface CertificateView {
  /** File name without extension. */
  readonly file: string;
  /** What TlsCertificateName holds to choose it: `<I>Issuer<S>Subject`. */
  readonly name: string;
  readonly subject: string;
  /** The one that issued it first, then who issued that one, as far as the file tells. */
  readonly issuers: readonly string[];
  readonly selfSigned: boolean;
  /** The authority of this server signed it; it is renewed by itself. */
  readonly madeHere: boolean;
  readonly serialNumber: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly state: 'valid' | 'expiring' | 'expired' | 'notYetValid';
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  /** `RSA 2048`, `EC prime256v1`. */
  readonly key: string;
  /** SHA-1 in hexadecimal, as Exchange shows it. */
  readonly thumbprint: string;
  readonly sha256: string;
  /** The certificates of the file, without the key: for devices that are to trust it. */
  readonly certificatePem: string;
  /** Receive connectors that present it. */
  readonly uses: readonly CertificateUse[];
}

export interface CertificatesView {
  /** The folder they are kept in. */
  readonly folder: string;
  readonly certificates: readonly CertificateView[];
  /** Files that cannot be used, and certificates that age, each in a sentence. */
  readonly problems: readonly string[];
  /** The authority of this server: devices that trust it take what it signs, now and after each renewal. */
  readonly authority: {
    readonly subject: string;
    readonly notAfterMs: number;
    readonly sha256: string;
    readonly pem: string;
  } | null;
  /** What partners' certificates are recognised by: the folder `partners`. */
  readonly partners: readonly {
    readonly file: string;
    readonly subject: string;
    readonly notAfterMs: number;
  }[];
}

export interface CertificateSaved {
  readonly file: string;
  /** For TlsCertificateName. */
  readonly name: string;
}
