import type { Alerts } from '../alerts/alerts.ts';
import type { Clock } from '../clock.ts';
import type { Desktop } from '../contract/desktop-view.ts';
import type { LoadedCertificate } from '../config/certificates.ts';
import type { PartnerAuthority } from '../config/partner-authorities.ts';
import type { Configuration, Notice } from '../config/configuration.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import type { ReplyExplanation } from '../contract/config-view.ts';
import type { AttachmentExample, FolderTrial, MailboxesView, SendTrial } from '../contract/delivery-view.ts';
import type { DoctorProgress } from '../contract/doctor-view.ts';
import type { OwnAddresses, TestMessageFate } from '../contract/start-view.ts';
import type { ServiceName, ServiceState } from '../contract/status-view.ts';
import type { BackupFolder } from '../contract/system-view.ts';
import type { PostroomError } from '../errors.ts';
import type { Frontend } from '../frontend/frontend.ts';
import type { Journal, LiveJournal } from '../journal/journal.ts';
import type { ProviderIds } from '../providers/remedy-script.ts';
import type { LiveDialogues } from '../tester/live/live-dialogues.ts';
import type { ArrivalRequest } from '../arrival/check-arrival.ts';
import type { ArrivalReport } from '../contract/arrival-view.ts';
import type { OAuthService } from '../oauth/oauth-service.ts';
import type { Replayer } from '../tester/replayer.ts';
import type { LastAttempt } from '../transport/last-attempts.ts';
import type { Transport } from '../transport/transport.ts';

/** What the api stands on; the engine wires it. */

/** New messages made of one that waits; both resolve with the new message's id, and reject with 'not-found' where it is gone. */
export interface MessageCopies {
  /** Once more, to these or to all it was for. */
  resend(id: number, recipients: readonly string[] | null): Promise<number>;
  /** To somebody as an attachment, from the postmaster. */
  forward(id: number, recipients: readonly string[]): Promise<number>;
}

/** The four services, each started and stopped on its own. */
export interface ServicesControl {
  list(): readonly ServiceState[];
  start(name: ServiceName): Promise<void>;
  stop(name: ServiceName): Promise<void>;
}

/** A certificate that listeners may use. */
export interface CertificateState {
  /** File name without extension. */
  readonly file: string;
  readonly subject: string;
  readonly issuer: string;
  readonly madeHere: boolean;
  readonly sans: readonly string[];
  readonly notAfterMs: number;
}

/** The certificates folder, as it is served and changed. */
export interface CertificateFolder {
  readonly folder: string;
  all(): readonly LoadedCertificate[];
  problems(): readonly Notice[];
  authority(): string | null;
  /** What devices were given before the authority was renewed, PEM. */
  formerAuthority(): string | null;
  partnerAuthorities(): readonly PartnerAuthority[];
  /** What a receive connector presents. */
  chosenFor(connector: Pick<ReceiveConnector, 'tlsCertificateName' | 'fqdn'>): LoadedCertificate | null;
  /** Runs a change of the folder; new sessions find it changed when this resolves. */
  change<T>(action: () => Promise<T>): Promise<T>;
}

export interface ApiParts {
  readonly configuration: Configuration;
  readonly transport: Transport;
  readonly frontend: Frontend;
  readonly journal: Journal & LiveJournal;
  readonly services: ServicesControl;
  readonly alerts: Pick<Alerts, 'view' | 'test' | 'watch' | 'failing'>;
  readonly clock: Clock;
  readonly version: string;
  readonly pid: number;
  readonly consoleUrl: () => string | null;
  /** Certificates that listeners use. */
  readonly certificates: () => readonly CertificateState[];
  readonly certificateFolder: CertificateFolder;
  /** How the last attempts through a send connector went, by its identity. */
  readonly lastAttempt: (connector: string) => LastAttempt;
  /** Sends one real message through a send connector. Rejects with 'not-found'. */
  readonly tryConnector: (mail: { name: string; sender: string; recipient: string }) => Promise<SendTrial>;
  readonly connectorChecks: {
    readonly start: (request: { name: string; sender?: string | undefined; recipient?: string | undefined }) => {
      readonly id: string;
      readonly sender: string;
      readonly recipient: string;
    };
    readonly steps: (id: string, known: number) => Promise<DoctorProgress>;
  };
  readonly mailboxes: () => Promise<MailboxesView>;
  readonly attachments: {
    /** How the pattern would name what a device of that name sends now. */
    readonly exampleNames: (pattern: string, device: string) => readonly AttachmentExample[];
    readonly tryFolder: (folder: string) => Promise<FolderTrial>;
  };
  /** Whether mail from a domain would arrive. */
  readonly checkArrival: (request: ArrivalRequest) => Promise<ArrivalReport>;
  /** Sign-ins of send connectors with OAuth. */
  readonly oauth: Pick<OAuthService, 'status' | 'signIn' | 'finish' | 'cancel' | 'forget'>;
  readonly replayer: Replayer;
  readonly live: LiveDialogues;
  /** Why mail cannot be stored, or null. */
  readonly storeTrouble: () => PostroomError | null;
  /** `ids` fill what the explanation gives to paste. */
  readonly explainReply: (text: string, ids?: Partial<ProviderIds>) => ReplyExplanation;
  readonly dataFolder: string;
  readonly backups: () => Promise<readonly BackupFolder[]>;
  /** Writes a backup; null: into the data folder. Resolves with its path. */
  readonly backup: (path: string | null) => Promise<string>;
  /** null: nobody sits before this engine. */
  readonly desktop: Desktop | null;
  readonly ownAddresses: () => OwnAddresses;
  /** Puts a test message into the queue; resolves with its id. */
  readonly sendTest: (mail: { readonly sender: string; readonly recipient: string }) => Promise<number>;
  /** New messages made of one that waits. */
  readonly copies: MessageCopies;
  readonly testFate: (id: number) => Promise<TestMessageFate>;
  /** Begins the orderly shutdown; the caller does not wait for it. */
  readonly stop: () => void;
  /** For causes that no call can be told. */
  readonly onError: (error: unknown) => void;
}
