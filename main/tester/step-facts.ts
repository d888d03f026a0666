import type { Snapshot } from '../config/snapshot.ts';
import { aliasTargets, sessionSender } from '../connectors/rewriting.ts';
import type { TraceLine } from '../contract/session-view.ts';
import type { ReplayConditions, ReplayStep, RoutePreview } from '../contract/tester-view.ts';
import type { ReplayConnection } from './conversation.ts';
import { previewRoute, routeLine, senderLine, windowLine } from './route-preview.ts';
import type { ReplaySession } from './replay-server.ts';
import * as facts from './surrounding-facts.ts';
import { codeOf } from './verdict.ts';

/** What the session's own traces do not say of a reply: limits, offers, logins, waits, and the way of the message. */
export class StepFacts {
  private readonly connection: ReplayConnection;
  private readonly conditions: ReplayConditions;
  private readonly previews = new Map<string, RoutePreview>();
  /** Sender of the transaction, as the queue will have it. */
  private mailFrom = '';
  /** Recipients of the transaction that have been accepted. */
  private recipients: readonly string[] = [];

  constructor(connection: ReplayConnection, conditions: ReplayConditions) {
    this.connection = connection;
    this.conditions = conditions;
  }

  get routes(): readonly RoutePreview[] {
    return [...this.previews.values()];
  }

  /** `isExplained`: the session has given a reason itself. */
  of(
    kind: ReplayStep['kind'],
    verb: string,
    reply: readonly string[],
    isExplained: boolean,
    tarpitMs: number,
  ): readonly TraceLine[] {
    const { session } = this.connection;
    const code = codeOf(reply);
    const lines = session === null ? [] : this.special(kind, verb, code, session);
    const waits = tarpitMs > 0 ? [facts.tarpitFact(tarpitMs, code === 535)] : [];
    if (isExplained || lines.length > 0 || code === 0) return [...lines, ...waits];
    return [code >= 400 ? facts.syntaxFact : facts.noDecisionFact, ...waits];
  }

  /** What had to be taken for granted in the step just answered. */
  assumptions(): readonly string[] {
    const { userName } = this.conditions;
    const { session, moment } = this.connection;
    if (!moment.passwordAsked) return [];
    if (userName === null) return ['No account is chosen for this replay, so the login fails.'];
    return session?.account ? [`Signed in as ${userName}, with a password taken for right.`] : [];
  }

  static ofLogin(snapshot: Snapshot, session: ReplaySession, userName: string | null): readonly TraceLine[] {
    const fact = facts.loginFact(snapshot, userName, session.account);
    return session.account === null ? [fact] : [fact, ...session.authorization.trace()];
  }

  private special(kind: ReplayStep['kind'], verb: string, code: number, session: ReplaySession): readonly TraceLine[] {
    const { snapshot, moment } = this.connection;
    if (kind === 'connect' && this.connection.detail === 'replies') return [];
    if (kind === 'connect')
      return [...session.authorization.trace(), ...facts.connectionFacts(session.services.connector, snapshot)];
    if (moment.passwordAsked) return StepFacts.ofLogin(snapshot, session, this.conditions.userName);
    if (kind === 'body') return this.messageRoutes(code);
    return code < 400 ? this.ofAccepted(verb, session) : this.ofRefused(verb, code, session);
  }

  private ofAccepted(verb: string, session: ReplaySession): readonly TraceLine[] {
    switch (verb) {
      case 'ehlo':
      case 'helo':
        this.recipients = [];
        return this.offers(session);
      case 'starttls':
        return [facts.encryptedFact];
      case 'mail':
        this.recipients = [];
        return [facts.rateFact(session.services.connector)];
      case 'rcpt':
        return this.recipientRoutes(session);
      default:
        return [];
    }
  }

  private ofRefused(verb: string, code: number, session: ReplaySession): readonly TraceLine[] {
    if (verb === 'starttls') return this.offers(session).slice(0, 1);
    return verb === 'auth' && code === 504 ? this.offers(session).slice(1) : [];
  }

  private offers({ services, secure }: ReplaySession): readonly TraceLine[] {
    return facts.offerFacts(services.connector, { secure, tlsAvailable: this.connection.tlsAvailable });
  }

  /** The way of the recipient that has just been accepted. */
  private recipientRoutes(session: ReplaySession): readonly TraceLine[] {
    const mailFrom = session.transaction?.mailFrom ?? '';
    const { connector, endpoint } = session.services;
    this.mailFrom = sessionSender(connector, endpoint.remoteAddress, mailFrom)?.address ?? mailFrom;
    const now = [...(session.transaction?.recipients.values() ?? [])].map(({ address }) => address);
    const known = new Set(this.recipients);
    this.recipients = now;
    return now.filter((address) => !known.has(address)).flatMap((address) => this.preview(address, 0));
  }

  private messageRoutes(code: number): readonly TraceLine[] {
    const { recipients } = this;
    this.recipients = [];
    if (code >= 400 || code === 0) return [];
    const size = this.connection.moment.acceptedBytes ?? 0;
    return recipients.flatMap((address) => this.preview(address, size));
  }

  /** Who gets the mail for an address, one or those behind an alias. */
  private preview(address: string, size: number): readonly TraceLine[] {
    const { snapshot, session } = this.connection;
    const source = session?.services.connector.identity ?? null;
    const remoteAddress = session?.services.endpoint.remoteAddress ?? '';
    const message = { size, mailFrom: this.mailFrom, source, remoteAddress };
    return (aliasTargets(snapshot.policy, address) ?? [address]).flatMap((target) => {
      const preview = previewRoute(snapshot, target, message);
      this.previews.set(target.toLowerCase(), preview);
      const notes = [senderLine(snapshot, preview, message), windowLine(snapshot, preview)];
      return [routeLine(preview), ...notes.filter((line) => line !== null)];
    });
  }
}
