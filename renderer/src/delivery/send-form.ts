import type { SendConnectorDocument } from '../../../main/contract/send-connector.ts';
import { signInAlike } from '../../../main/contract/sign-in-alike.ts';
import { linesOf } from '../connectors/form.ts';
import { messages } from '../messages.ts';
import { isByProgram, oauthDocumentOf, oauthFormOf } from './oauth-form.ts';
import type { OAuthForm } from './oauth-form.ts';
import { quotaDocumentOf, quotaFormOf } from './quota-form.ts';
import type { QuotaForm } from './quota-form.ts';
import { ruledDocumentOf, sendRulesOf } from './send-rules.ts';
import type { SendRules } from './send-rules.ts';
import type { SendFacts } from './send-line.ts';

/** A send connector as the dialog holds it: texts as typed, and one choice where the document has several switches. */

export const securityChoices = ['required', 'opportunistic', 'implicit', 'never'] as const;
type SendSecurity = (typeof securityChoices)[number];
/** Empty: by itself. */
export const levelChoices = ['', 'EncryptionOnly', 'CertificateValidation', 'DomainValidation'] as const;

/** Empty: where mail goes straight to each domain. */
export const dkimChoices = ['', 'always', 'never'] as const;

export interface SpaceRow {
  readonly domain: string;
  readonly cost: string;
}

/** Properties that are edited as text, most of them rarely. */
export const sendLimitNames = [
  'maxMessageSize',
  'maxConnections',
  'smtpMaxMessagesPerConnection',
  'connectionInactivityTimeOut',
] as const satisfies readonly (keyof SendConnectorDocument)[];
export type SendLimit = (typeof sendLimitNames)[number];

export interface SendForm {
  readonly name: string;
  readonly enabled: boolean;
  readonly comment: string;
  readonly spaces: readonly SpaceRow[];
  /** Straight to the mail servers of each domain. */
  readonly direct: boolean;
  /** One a line, in order. */
  readonly hosts: string;
  readonly port: string;
  readonly security: SendSecurity;
  readonly level: (typeof levelChoices)[number];
  readonly tlsDomain: string;
  readonly fingerprint: string;
  /** Servers of partners have to prove their domain. */
  readonly domainSecure: boolean;
  /** TlsCertificateName; empty: none is shown. */
  readonly shownCertificate: string;
  readonly signIn: boolean;
  /** With a token in place of a password. */
  readonly withOAuth: boolean;
  readonly oauth: OAuthForm;
  readonly userName: string;
  /** Password, client secret or key, typed now; what is stored is never shown. */
  readonly password: string;
  /** Whether mail is signed with the DKIM key of its domain. */
  readonly dkim: (typeof dkimChoices)[number];
  readonly limits: Readonly<Record<SendLimit, string>>;
  readonly quota: QuotaForm;
  readonly fqdn: string;
  readonly forceHelo: boolean;
  readonly verboseLog: boolean;
  readonly rules: SendRules;
}

export function sendFormOf(document: SendConnectorDocument): SendForm {
  const limits = Object.fromEntries(sendLimitNames.map((limit) => [limit, String(document[limit])]));
  return {
    name: document.name,
    enabled: document.enabled,
    comment: document.comment,
    spaces: document.addressSpaces.map(readSpace),
    direct: document.smartHosts.length === 0,
    hosts: document.smartHosts.join('\n'),
    port: String(document.port),
    security: securityOf(document),
    level: document.tlsAuthLevel ?? '',
    tlsDomain: document.tlsDomain ?? '',
    fingerprint: document.tlsPinnedFingerprint ?? '',
    domainSecure: document.domainSecureEnabled,
    shownCertificate: document.tlsCertificateName ?? '',
    signIn: document.smartHostAuthMechanism !== 'None',
    withOAuth: document.smartHostAuthMechanism === 'OAuth',
    oauth: oauthFormOf(document.oauth),
    userName: document.userName ?? '',
    password: '',
    dkim: document.signDkim === null ? '' : document.signDkim ? 'always' : 'never',
    limits: limits as Record<SendLimit, string>,
    quota: quotaFormOf(document.quota),
    fqdn: document.fqdn ?? '',
    forceHelo: document.forceHELO,
    verboseLog: document.protocolLoggingLevel === 'Verbose',
    rules: sendRulesOf(document),
  };
}

function readSpace(text: string): SpaceRow {
  const [domain = '', cost = ''] = text.replace(/^smtp:/i, '').split(';');
  return { domain, cost };
}

function securityOf(document: SendConnectorDocument): SendSecurity {
  if (document.implicitTls) return 'implicit';
  if (document.requireTLS || document.smartHostAuthMechanism === 'BasicAuthRequireTLS') return 'required';
  return document.ignoreSTARTTLS ? 'never' : 'opportunistic';
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const numberOrText = (text: string): number | string => (/^\d{1,10}$/.test(text.trim()) ? Number(text) : text.trim());

/** The connector as it is to be saved; what the dialog does not show stays as it was. It may not be valid yet. */
export function sendDocumentOf(form: SendForm, base: SendConnectorDocument): Readonly<Record<string, unknown>> {
  const limits = sendLimitNames.map(
    (limit) =>
      [limit, limit === 'maxMessageSize' ? form.limits[limit].trim() : numberOrText(form.limits[limit])] as const,
  );
  return {
    ...base,
    name: form.name.trim(),
    enabled: form.enabled,
    comment: form.comment,
    addressSpaces: printSpaces(form.spaces, base),
    smartHosts: form.direct ? [] : linesOf(form.hosts),
    port: numberOrText(form.port),
    ...securityProperties(form, base),
    ...(form.direct ? { smartHostAuthMechanism: 'None' } : {}),
    tlsAuthLevel: form.level === '' ? null : form.level,
    tlsDomain: orNull(form.tlsDomain),
    tlsPinnedFingerprint: orNull(form.fingerprint),
    // Smart hosts are not the partner's own servers.
    domainSecureEnabled: form.direct && form.domainSecure,
    tlsCertificateName: orNull(form.shownCertificate),
    userName: form.signIn && !form.direct ? orNull(form.userName) : base.userName,
    oauth: form.signIn && form.withOAuth && !form.direct ? oauthDocumentOf(form.oauth) : base.oauth,
    signDkim: form.dkim === '' ? null : form.dkim === 'always',
    ...Object.fromEntries(limits),
    quota: quotaDocumentOf(form.quota),
    fqdn: orNull(form.fqdn),
    forceHELO: form.forceHelo,
    protocolLoggingLevel: form.verboseLog ? 'Verbose' : 'None',
    ...ruledDocumentOf(form.rules),
  };
}

/** Rows that were not touched keep their own spelling. */
function printSpaces(spaces: readonly SpaceRow[], base: SendConnectorDocument): readonly string[] {
  const known = new Map(base.addressSpaces.map((text) => [JSON.stringify(readSpace(text)), text] as const));
  return spaces
    .map(({ domain, cost }) => ({ domain: domain.trim(), cost: cost.trim() }))
    .filter(({ domain }) => domain !== '')
    .map((row) => known.get(JSON.stringify(row)) ?? `SMTP:${row.domain}${row.cost === '' ? '' : `;${row.cost}`}`);
}

/** The switches behind the choice. A choice that was not changed leaves them as they were. */
function securityProperties(
  { security, signIn, withOAuth }: SendForm,
  base: SendConnectorDocument,
): Partial<SendConnectorDocument> {
  const before = sendFormOf(base);
  if (before.security === security && before.signIn === signIn && before.withOAuth === withOAuth) return {};
  return {
    implicitTls: security === 'implicit',
    requireTLS: security === 'required' && !signIn,
    ignoreSTARTTLS: security === 'never',
    smartHostAuthMechanism: signIn && withOAuth ? 'OAuth' : mechanismOf(security, signIn),
  };
}

function mechanismOf(security: SendSecurity, signIn: boolean): SendConnectorDocument['smartHostAuthMechanism'] {
  if (!signIn) return 'None';
  return security === 'required' || security === 'implicit' ? 'BasicAuthRequireTLS' : 'BasicAuth';
}

/** What the connector would do, to be said in a sentence while it is typed; rows without a domain are left out. */
export function factsOf(form: SendForm): SendFacts {
  const signsIn = form.signIn && !form.direct;
  return {
    addressSpaces: form.spaces
      .map(({ domain, cost }) => ({ domain: domain.trim().toLowerCase(), cost: Number(cost) }))
      .filter(({ domain }) => domain !== '')
      .map(({ domain, cost }) => ({
        pattern: domain.replace(/^\*\.?/, ''),
        match: domain === '*' ? 'any' : domain.startsWith('*.') ? 'both' : 'exact',
        cost,
      })),
    smartHosts: form.direct ? [] : linesOf(form.hosts),
    port: Number(form.port),
    // Nobody sends a password where STARTTLS is missing.
    tls: form.security === 'opportunistic' && signsIn ? 'required' : form.security,
    password: signsIn ? 'stored' : 'none',
    oauth: signsIn && form.withOAuth ? { provider: form.oauth.provider, flow: form.oauth.flow } : null,
  };
}

export interface PasswordHint {
  /** Nothing is stored that could be used. */
  readonly isNeeded: boolean;
  readonly text: string;
}

/** What is said about the password: it is stored under the connector's name, and never shown. */
export function passwordHint(form: SendForm, existing: SendConnectorDocument | null, isStored: boolean): PasswordHint {
  const words = messages.deliveryEditor.send;
  if (!form.signIn || form.direct) return { isNeeded: false, text: '' };
  if (form.withOAuth) return secretHint(form, existing, isStored);
  // Where nothing was stored before, a person may want to leave it at that.
  if (existing === null) return { isNeeded: true, text: words.passwordNeeded };
  if (!isStored) return { isNeeded: existing.smartHostAuthMechanism === 'None', text: words.passwordMissing };
  if (form.name.trim() === existing.name) return { isNeeded: false, text: words.passwordStored };
  const movesAlong = signsInAsBefore(form, existing);
  return { isNeeded: !movesAlong, text: movesAlong ? words.passwordMoves : words.passwordRenamed };
}

/** Under another name, the engine takes the secret along only to the same account at the same place. */
function signsInAsBefore(form: SendForm, existing: SendConnectorDocument): boolean {
  return signInAlike({ ...existing, ...sendDocumentOf(form, existing) }, existing);
}

/** People who sign in themselves may need no client secret; a program cannot do without. */
function secretHint(form: SendForm, existing: SendConnectorDocument | null, isStored: boolean): PasswordHint {
  const words = messages.signIn;
  const isSame =
    existing?.smartHostAuthMechanism === 'OAuth' &&
    (form.name.trim() === existing.name || signsInAsBefore(form, existing));
  if (isStored && isSame) return { isNeeded: false, text: words.secretStored };
  if (!isByProgram(form.oauth.flow)) return { isNeeded: false, text: words.secretOptional };
  return { isNeeded: !isSame, text: form.oauth.flow === 'ServiceAccount' ? words.keyNeeded : words.secretNeeded };
}

/** Name of the secret that what was typed is kept under. */
export function secretNameOf({ name, withOAuth }: Pick<SendForm, 'name' | 'withOAuth'>): string {
  return `${withOAuth ? 'oauth-client' : 'send-connector'}/${name.trim()}`;
}
