import type { ExtendedRight } from '../../../main/contract/extended-rights.ts';
import type { authorize } from '../../../main/connectors/rights.ts';
import { anonymousLogon } from '../../../main/connectors/permission-groups.ts';
import type { matchAcceptedDomain } from '../../../main/connectors/accepted-domains.ts';
import type {
  decideEndOfData,
  decideMail,
  decideRcpt,
  MessageFacts,
  SessionContext,
} from '../../../main/connectors/decision.ts';
import type { Account, Policy, ReceiveConnector } from '../../../main/connectors/model.ts';
import type { select } from '../../../main/connectors/selection.ts';
import { selectors } from './broken-selection.ts';

/** The engine, broken in one place at a time, and the check that has to notice. */

export interface Hooks {
  readonly select?: (original: typeof select) => typeof select;
  readonly authorize?: (original: typeof authorize) => typeof authorize;
  readonly matchAcceptedDomain?: (original: typeof matchAcceptedDomain) => typeof matchAcceptedDomain;
  readonly decideMail?: (original: typeof decideMail) => typeof decideMail;
  readonly decideRcpt?: (original: typeof decideRcpt) => typeof decideRcpt;
  readonly decideEndOfData?: (original: typeof decideEndOfData) => typeof decideEndOfData;
}

export type Mutant = readonly [what: string, hooks: Hooks, noticedBy: string];

const STRANGER = 'A stranger (203.0.113.77) cannot relay through 0.0.0.0:25';
const RELAY = '"Relay E15MB1" relays for its own addresses';

// Rights

const without = <T>(all: ReadonlySet<T>, one: T): ReadonlySet<T> => new Set([...all].filter((each) => each !== one));
const always = (right: ExtendedRight): Hooks => ({
  authorize: (original) => (connector, credentials) => {
    const authorization = original(connector, credentials);
    return { ...authorization, rights: new Set([...authorization.rights, right]) };
  },
});
const never = (right: ExtendedRight): Hooks => ({
  authorize: (original) => (connector, credentials) => {
    const authorization = original(connector, credentials);
    return { ...authorization, rights: without(authorization.rights, right) };
  },
});
/** Rights are worked out of something else than the connector that was configured. */
const rightsOf = (change: (connector: ReceiveConnector) => Partial<ReceiveConnector>): Hooks => ({
  authorize: (original) => (connector, credentials) => original({ ...connector, ...change(connector) }, credentials),
});
const somebody: Account = { userName: 'somebody', addresses: new Set(), passwordHash: '' };

const rights: readonly Mutant[] = [
  ['everybody may submit', always('ms-Exch-SMTP-Submit'), 'The device has no relay on port 587'],
  ['nobody may submit', never('ms-Exch-SMTP-Submit'), RELAY],
  ['everybody may relay', always('ms-Exch-SMTP-Accept-Any-Recipient'), STRANGER],
  ['nobody may relay', never('ms-Exch-SMTP-Accept-Any-Recipient'), RELAY],
  ['everybody may use any sender', always('ms-Exch-SMTP-Accept-Any-Sender'), 'Alice sends as nobody else'],
  ['nobody may use any sender', never('ms-Exch-SMTP-Accept-Any-Sender'), 'Bob sends as anybody'],
  [
    'everybody may use our names',
    always('ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'),
    'Strangers may not use our names',
  ],
  ['nobody may use our names', never('ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'), 'The device may'],
  ['everybody is past the anti-spam lists', always('ms-Exch-Bypass-Anti-Spam'), 'Blocked senders are denied'],
  ['nobody is past the anti-spam lists', never('ms-Exch-Bypass-Anti-Spam'), 'Alice sends anywhere as herself'],
  ['nobody has a size limit', always('ms-Exch-Bypass-Message-Size-Limit'), '64 KB may be announced, and no more'],
  [
    'everybody has a size limit',
    never('ms-Exch-Bypass-Message-Size-Limit'),
    'The trusted server relays, from blocked senders too, at any size',
  ],
  [
    'what is denied is granted all the same',
    rightsOf(({ accessControl }) => ({ accessControl: accessControl.filter(({ deny }) => !deny) })),
    'Guests send to us only',
  ],
  ['entries of the connector count for nothing', rightsOf(() => ({ accessControl: [] })), RELAY],
  [
    'an entry for one counts for all',
    rightsOf(({ accessControl }) => ({
      accessControl: accessControl.map((entry) => ({ ...entry, user: anonymousLogon })),
    })),
    'Alice sends as nobody else',
  ],
  ['permission groups count for nothing', rightsOf(() => ({ permissionGroups: new Set() })), 'Anybody may write to us'],
  [
    'whoever connects counts as signed in',
    {
      authorize:
        (original) =>
        (connector, { tls, account }) =>
          original(connector, { tls, account: account ?? somebody }),
    },
    'The device has no relay on port 587',
  ],
  [
    'a login gives nothing',
    {
      authorize:
        (original) =>
        (connector, { tls }) =>
          original(connector, { tls, account: null }),
    },
    'Alice sends anywhere as herself',
  ],
  [
    'trusted servers are strangers',
    rightsOf(({ authMechanism }) => ({
      authMechanism: without(authMechanism, 'ExternalAuthoritative'),
    })),
    'The trusted server may use our names',
  ],
  [
    'everybody is a trusted server',
    rightsOf(() => ({ authMechanism: new Set(['ExternalAuthoritative' as const]) })),
    STRANGER,
  ],
];

// Ranges and bindings

const selection: readonly Mutant[] = selectors.map(([what, broken, noticedBy]) => [
  what,
  { select: () => broken },
  noticedBy === 'relay' ? RELAY : noticedBy,
]);

// Accepted domains

const domains: readonly Mutant[] = [
  [
    'every domain is accepted',
    {
      matchAcceptedDomain: (original) => (all, domain) =>
        original(all, domain) ?? all.find(({ type }) => type === 'InternalRelay') ?? null,
    },
    STRANGER,
  ],
  ['no domain is accepted', { matchAcceptedDomain: () => () => null }, 'Anybody may write to us'],
  [
    'what is below an accepted domain is accepted',
    {
      matchAcceptedDomain: (original) => (all, domain) =>
        original(all, domain) ?? all.find(({ pattern }) => domain.endsWith(`.${pattern}`)) ?? null,
    },
    'A name below ours is not ours',
  ],
  [
    'what ends like an accepted domain is accepted',
    {
      matchAcceptedDomain: (original) => (all, domain) =>
        original(all, domain) ??
        all.find(({ pattern }) => domain.endsWith(pattern) && !domain.includes('sub.')) ??
        null,
    },
    'A longer name is not ours',
  ],
  [
    '*.domain stands for the domain too',
    {
      matchAcceptedDomain: (original) => (all, domain) =>
        original(all, domain) ?? all.find(({ pattern }) => domain === pattern) ?? null,
    },
    'The domain of the branches is not',
  ],
  [
    '*.domain stands for nothing',
    {
      matchAcceptedDomain: (original) => (all, domain) => {
        const found = original(all, domain);
        return found?.match === 'subdomains' ? null : found;
      },
    },
    'Every branch is ours',
  ],
  [
    'recipients are not looked up',
    {
      matchAcceptedDomain: (original) => (all, domain) => {
        const found = original(all, domain);
        return found && { ...found, addressBookEnabled: false };
      },
    },
    'Who is not on the list is unknown',
  ],
  [
    'a recipient within a recipient is taken',
    {
      decideRcpt: (original) => (session, rcpt) =>
        original(session, { ...rcpt, address: rcpt.address.replace(/[%!@].*@/, '@') }),
    },
    'A recipient within a recipient is refused',
  ],
];

// Limits and lists

const inMail = (change: (session: SessionContext) => Partial<SessionContext>): Hooks => ({
  decideMail: (original) => (session, mail) => original({ ...session, ...change(session) }, mail),
});
const inRcpt = (change: (session: SessionContext) => Partial<SessionContext>): Hooks => ({
  decideRcpt: (original) => (session, rcpt) => original({ ...session, ...change(session) }, rcpt),
});
const atEnd = (facts: Partial<MessageFacts>): Hooks => ({
  decideEndOfData: (original) => (session, known) => original(session, { ...known, authors: known.authors, ...facts }),
});
const policy = (change: Partial<Policy>) => (session: SessionContext) => ({ policy: { ...session.policy, ...change } });
const setting = (change: Partial<ReceiveConnector>) => (session: SessionContext) => ({
  connector: { ...session.connector, ...change },
});
/** The session goes by a connector with other settings. */
const connected = (change: Partial<ReceiveConnector>): Hooks => ({
  select: (original) => (index, endpoint) => {
    const selected = original(index, endpoint);
    return selected && { ...selected, connector: { ...selected.connector, ...change } };
  },
});
const counting = (by: (accepted: number) => number): Hooks => ({
  decideRcpt: (original) => (session, rcpt) =>
    original(session, { ...rcpt, acceptedRecipients: by(rcpt.acceptedRecipients) }),
});
const announced = (by: (bytes: number) => number | null): Hooks => ({
  decideMail: (original) => (session, mail) =>
    original(session, { ...mail, declaredBytes: mail.declaredBytes === null ? null : by(mail.declaredBytes) }),
});

const limits: readonly Mutant[] = [
  ['any number of recipients', counting(() => 0), 'Two recipients where two are allowed'],
  ['one recipient too many', counting((accepted) => accepted - 1), 'Two recipients where two are allowed'],
  ['one recipient too few', counting((accepted) => accepted + 1), 'Two recipients where two are allowed'],
  [
    'no limit of recipients for the organization',
    inRcpt(policy({ maxRecipientEnvelopeLimit: Infinity })),
    'Four recipients for the organization',
  ],
  ['any size may be announced', announced(() => null), '64 KB may be announced, and no more'],
  ['one byte too many may be announced', announced((bytes) => bytes - 1), '64 KB may be announced, and no more'],
  ['one byte too few may be announced', announced((bytes) => bytes + 1), '64 KB may be announced, and no more'],
  [
    'no limit of size for the organization',
    inMail(policy({ maxReceiveBytes: Infinity })),
    '128 KB for the organization',
  ],
  ['any size may be sent', atEnd({ bytes: 0 }), '64 KB may be sent, and no more'],
  ['nothing may be sent', atEnd({ bytes: Number.MAX_SAFE_INTEGER }), 'What keeps to the limits is taken'],
  ['any header', atEnd({ headerBytes: 0 }), '1 KB of header'],
  ['any number of hops', atEnd({ hops: 0 }), 'Three servers on the way'],
  ['any number of hops here', atEnd({ localHops: 0 }), 'Once through ourselves'],
  ['one hop here is one too many', atEnd({ localHops: 2 }), 'What keeps to the limits is taken'],
  ['any author', atEnd({ authors: [] }), 'Alice writes her own name above her mail'],
  [
    'clear text where TLS is required',
    inMail(setting({ requireTls: false })),
    'Nothing unencrypted where TLS is required',
  ],
  ['TLS required where it is not', inMail(setting({ requireTls: true })), 'The guide: its device relays'],
  ['blocked senders are taken', inMail(policy({ blockedSenders: [] })), 'Blocked senders are denied'],
  ['blocked addresses are taken', inMail(policy({ blockedRanges: [] })), 'Blocked addresses are denied'],
  ['blocked recipients are taken', inRcpt(policy({ blockedRecipients: [] })), 'Who left gets nothing'],
  [
    'reserved top-level domains are taken',
    inRcpt(setting({ rejectReservedTopLevelRecipientDomains: false })),
    'No reserved top-level domain',
  ],
  [
    'reserved domains are taken',
    inRcpt(setting({ rejectReservedSecondLevelRecipientDomains: false })),
    'No reserved domain',
  ],
  ['single labels are taken', inRcpt(setting({ rejectSingleLabelRecipientDomains: false })), 'No single label'],
  ['clients need no name', connected({ requireEhloDomain: false }), 'Clients name themselves'],
  ['any number of mistakes', connected({ maxProtocolErrors: Infinity }), 'One mistake, not two'],
  ['any number of logins', connected({ maxLogonFailures: 0 }), 'Nobody else signs in, and tries once'],
  [
    'every connector is tolerant',
    connected({ tolerance: 'DeviceFriendly' }),
    'No display name where the connector is strict',
  ],
  ['every connector is strict', connected({ tolerance: 'Strict' }), 'A display name from the device'],
];

export const mutants: readonly Mutant[] = [...rights, ...selection, ...domains, ...limits];

/** What no reply tells: these rights decide which headers of a message are kept. */
export const silent: readonly Mutant[] = (
  [
    'ms-Exch-Accept-Headers-Routing',
    'ms-Exch-Accept-Headers-Forest',
    'ms-Exch-Accept-Headers-Organization',
    'ms-Exch-SMTP-Accept-Authentication-Flag',
    'ms-Exch-SMTP-Accept-Exch50',
  ] as const
).flatMap((right) => [
  [`everybody has ${right}`, always(right), ''] as const,
  [`nobody has ${right}`, never(right), ''] as const,
]);
