import { parseAddress } from '../connectors/address.ts';
import type { ReceiveConnector } from '../connectors/model.ts';
import { rangeContains } from '../connectors/ranges.ts';
import { reachOf } from '../connectors/summary.ts';
import type { ConfigDocument } from '../contract/document.ts';
import type { Transcript, TranscriptStep } from '../contract/tester-view.ts';
import {
  changeConnector,
  describeReach,
  reachOfConnector,
  withGroup,
  type Candidate,
  type Refusal,
} from './advice-candidate.ts';
import { envelopeAddresses } from './advice-cause.ts';
import { hasAuth } from './credentials.ts';
import { verbOf } from './transcript/smtp-line.ts';

/** Ways that lead over a login or over TLS; most are set at the device. */

/** Never a hash of anything: it stands for the account that a person still has to make. */
const NO_PASSWORD = 'scrypt$1$1$1$AA$AA';
const NEW_ACCOUNT = 'an account still to be made';

/** A connector that lets signed-in clients do what this one may not, and an account to sign in with. */
export function requireLogin(refusal: Refusal): readonly Candidate[] {
  const { snapshot, transcript, result } = refusal;
  if (hasAuth(transcript.steps) || result.conditions.userName !== null) return [];
  const sender = envelopeAddresses(result, 'mail')[0] ?? '';
  const account = snapshot.document.accounts.find(
    ({ enabled, addresses }) => enabled && addresses.some((address) => address.toLowerCase() === sender.toLowerCase()),
  );
  return snapshot.receiveConnectors
    .filter((connector) => takesLogins(connector, result.conditions.remoteAddress))
    .map((connector) => loginOn(refusal, connector, sender, account?.userName ?? null));
}

/** `userName`: null where the account still has to be made. */
function loginOn(
  { snapshot, transcript }: Refusal,
  connector: ReceiveConnector,
  sender: string,
  userName: string | null,
): Candidate {
  const [binding] = connector.bindings;
  const port = binding?.port ?? 25;
  const startTls = !connector.implicitTls && connector.authMechanism.has('BasicAuthRequireTLS');
  const { document } = snapshot;
  const first = userName === null ? `Make an account that may send as ${sender || 'the device'}. ` : '';
  const whom = userName === null ? 'that account' : `the account ${userName}`;
  return {
    code: 'require-login',
    title: `Let the device sign in on port ${String(port)}`,
    text: `${first}At the device set port ${String(port)}, ${encryptionOf(connector, startTls)}, and ${whom} with its password: "${connector.name}" lets signed-in clients send to any domain.`,
    document: userName === null ? { ...document, accounts: [...document.accounts, accountFor(sender)] } : document,
    byHand: true,
    opens: [],
    reach: 1n,
    transcript: startTls ? withStartTls(transcript) : transcript,
    conditions: {
      localPort: port,
      ...(binding?.wildcard === false ? { localAddress: binding.address } : {}),
      implicitTls: connector.implicitTls,
      userName: userName ?? NEW_ACCOUNT,
    },
  };
}

function accountFor(sender: string): ConfigDocument['accounts'][number] {
  return { userName: NEW_ACCOUNT, enabled: true, addresses: sender === '' ? [] : [sender], passwordHash: NO_PASSWORD };
}

function encryptionOf({ implicitTls }: ReceiveConnector, startTls: boolean): string {
  if (implicitTls) return 'TLS from the first byte ("SSL")';
  return startTls ? 'STARTTLS' : 'no encryption';
}

function takesLogins(connector: ReceiveConnector, remoteAddress: string): boolean {
  const peer = parseAddress(remoteAddress);
  const isFor = peer !== null && connector.ranges.some((range) => rangeContains(range, peer));
  return (
    connector.enabled && isFor && (reachOf(connector).withLogin?.has('ms-Exch-SMTP-Accept-Any-Recipient') ?? false)
  );
}

/** TLS where the connector wants it first; or no such wish. */
export function encrypt({ snapshot, transcript, connector, cause }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const isLogin = cause.code === 'offer-auth';
  const wish = isLogin ? connector.authMechanism.has('BasicAuthRequireTLS') : connector.requireTls;
  if (!wish) return [];
  const name = `receive connector "${connector.name}"`;
  return [
    {
      code: 'use-tls',
      title: 'Turn on STARTTLS at the device',
      text: `At the device turn on TLS ("STARTTLS"): ${name} ${isLogin ? 'takes passwords' : 'takes mail'} only over it.`,
      document: snapshot.document,
      byHand: true,
      opens: [],
      reach: 0n,
      transcript: withStartTls(transcript),
    },
    {
      code: isLogin ? 'login-without-tls' : 'allow-plain',
      title: `Do without TLS on "${connector.name}"`,
      text: isLogin
        ? `Takes BasicAuthRequireTLS from ${name}. Passwords then cross the network where everybody in between can read them.`
        : `Clears RequireTLS of ${name}. Mail then crosses the network where everybody in between can read it.`,
      document: changeConnector(snapshot, connector, ({ authMechanism }) =>
        isLogin
          ? { authMechanism: authMechanism.filter((mechanism) => mechanism !== 'BasicAuthRequireTLS') }
          : { requireTLS: false },
      ),
      opens: [
        `Clients of "${connector.name}" may ${isLogin ? 'sign in' : 'send'} without encryption: ${describeReach(connector)}.`,
      ],
      reach: reachOfConnector(connector),
    },
  ];
}

/** Logins where none are offered, for accounts that may use them. */
export function offerLogin({ snapshot, connector }: Refusal): readonly Candidate[] {
  if (connector === null || connector.authMechanism.has('ExternalAuthoritative')) return [];
  const base = ['Tls', 'BasicAuth'] as const;
  const offered = (
    mechanisms: readonly (typeof base)[number][] | readonly ['Tls', 'BasicAuth', 'BasicAuthRequireTLS'],
  ) =>
    changeConnector(snapshot, connector, ({ authMechanism, permissionGroups }) => ({
      authMechanism: [...new Set([...authMechanism.filter((one) => one !== 'None'), ...mechanisms])],
      permissionGroups: withGroup(permissionGroups, 'ExchangeUsers'),
    }));
  const shared = {
    opens: [`Accounts may sign in on "${connector.name}" and send to any domain.`],
    reach: reachOfConnector(connector),
  };
  const title = `Offer logins on "${connector.name}"`;
  return [
    {
      ...shared,
      code: 'offer-login',
      title: `${title}, over TLS`,
      text: `Adds Tls, BasicAuth and BasicAuthRequireTLS to receive connector "${connector.name}", and ExchangeUsers to its permission groups.`,
      document: offered([...base, 'BasicAuthRequireTLS']),
    },
    {
      ...shared,
      code: 'offer-login-plain',
      title: `${title}, without TLS too`,
      text: `Adds Tls and BasicAuth to receive connector "${connector.name}", and ExchangeUsers to its permission groups. Passwords may then cross the network where everybody in between can read them.`,
      document: offered(base),
      opens: [...shared.opens, 'Passwords may be sent without encryption.'],
    },
  ];
}

/** The account that the client names: switched on, or let in. */
export function letAccountIn({ snapshot, result, connector }: Refusal): readonly Candidate[] {
  const { userName } = result.conditions;
  const { document } = snapshot;
  const account = document.accounts.find((one) => one.userName.toLowerCase() === userName?.toLowerCase());
  if (account === undefined || connector === null) return [];
  if (!account.enabled)
    return [
      {
        code: 'enable-account',
        title: `Switch on the account ${account.userName}`,
        text: `Enables the account ${account.userName}.`,
        document: {
          ...document,
          accounts: document.accounts.map((one) => (one === account ? { ...one, enabled: true } : one)),
        },
        opens: [],
        reach: 0n,
      },
    ];
  return [
    {
      code: 'allow-accounts',
      title: `Let accounts send through "${connector.name}"`,
      text: `Adds ExchangeUsers to the permission groups of receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, ({ permissionGroups }) => ({
        permissionGroups: withGroup(permissionGroups, 'ExchangeUsers'),
      })),
      opens: [`Every account may sign in on "${connector.name}" and send to any domain.`],
      reach: reachOfConnector(connector),
    },
  ];
}

/** The transcript with TLS behind its first EHLO. Lines that are put in belong to no line of the text. */
function withStartTls(transcript: Transcript): Transcript {
  const at = transcript.steps.findIndex(
    ({ kind, text }) => kind === 'command' && /^(?:ehlo|helo)$/.test(verbOf(text[0] ?? '')),
  );
  const hello = transcript.steps[at];
  if (hello === undefined || transcript.steps.some(({ text }) => verbOf(text[0] ?? '') === 'starttls'))
    return transcript;
  const name = (hello.text[0] ?? '').trim().split(/\s+/)[1] ?? '';
  const inserted = (text: string): TranscriptStep => ({ kind: 'command', line: 0, text: [text.trim()], reply: null });
  const steps = [...transcript.steps];
  steps.splice(at + 1, 0, inserted('STARTTLS'), inserted(`EHLO ${name}`));
  return { ...transcript, steps };
}
