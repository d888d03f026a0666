import { findBlocked } from '../connectors/block-list.ts';
import { domainOf, matchAcceptedDomain } from '../connectors/accepted-domains.ts';
import { parseAddress } from '../connectors/address.ts';
import { parseRange, rangeContains } from '../connectors/ranges.ts';
import { anonymousLogon } from '../connectors/permission-groups.ts';
import type { ReceiveConnectorDocument } from '../contract/receive-connector.ts';
import { parseByteSize } from '../contract/units.ts';
import { changeConnector, describeReach, reachOfConnector, type Candidate, type Refusal } from './advice-candidate.ts';
import { envelopeAddress, envelopeAddresses } from './advice-cause.ts';

/** What may be changed about senders, recipients and sizes. */

const MEBIBYTE = 1024 * 1024;
const KIBIBYTE = 1024;

export function addRecipient({ snapshot, cause }: Refusal): readonly Candidate[] {
  const address = envelopeAddress(cause.step.sent[0] ?? '');
  const { document, policy } = snapshot;
  const domain = matchAcceptedDomain(policy.acceptedDomains, domainOf(address));
  if (domain === null) return [];
  return [
    {
      code: 'add-recipient',
      title: `Add the recipient ${address}`,
      text: `Adds ${address} to the recipients, so that ${domain.domainName} takes mail for it.`,
      document: { ...document, recipients: [...document.recipients, { address, mailbox: null }] },
      opens: [],
      reach: 0n,
    },
    {
      code: 'stop-lookup',
      title: `Take mail for every address of ${domain.domainName}`,
      text: `Recipients of ${domain.domainName} are not looked up any more: mail for mistyped addresses is taken too.`,
      document: {
        ...document,
        acceptedDomains: document.acceptedDomains.map((one) =>
          one.name === domain.name ? { ...one, addressBookEnabled: false } : one,
        ),
      },
      opens: [`Mail for any address of ${domain.domainName} is taken.`],
      reach: 2n,
    },
  ];
}

/** Room for as many recipients as the transcript has. */
export function raiseRecipientLimit({ snapshot, connector, result }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const wanted = Math.max(envelopeAddresses(result, 'rcpt').length, connector.maxRecipientsPerMessage);
  const changed = changeConnector(snapshot, connector, () => ({ maxRecipientsPerMessage: wanted }));
  return [
    {
      code: 'raise-recipient-limit',
      title: `Take messages to ${String(wanted)} recipients`,
      text: `Sets MaxRecipientsPerMessage of receive connector "${connector.name}" to ${String(wanted)}, and the organization's limit to no less.`,
      document: {
        ...changed,
        transport: {
          ...changed.transport,
          maxRecipientEnvelopeLimit: Math.max(changed.transport.maxRecipientEnvelopeLimit, wanted),
        },
      },
      opens: [],
      reach: 0n,
    },
  ];
}

/** Room for the message, on the connector and in the organization. */
export function raiseMessageSize({ snapshot, connector, cause }: Refusal): readonly Candidate[] {
  const bytes = Number(cause.data['declaredBytes'] ?? cause.data['bytes'] ?? 0);
  if (connector === null || bytes === 0) return [];
  const size = `${String(Math.ceil(bytes / MEBIBYTE))}MB`;
  const { transport } = snapshot.document;
  const changed =
    bytes > connector.maxMessageBytes
      ? changeConnector(snapshot, connector, () => ({ maxMessageSize: size }))
      : snapshot.document;
  const maxReceiveSize = bytes > (parseByteSize(transport.maxReceiveSize) ?? 0) ? size : transport.maxReceiveSize;
  return [
    {
      code: 'raise-message-size',
      title: `Take messages of ${size}`,
      text: `Raises the size limits that stand in the way to ${size}: MaxMessageSize of receive connector "${connector.name}" and MaxReceiveSize of the organization.`,
      document: { ...changed, transport: { ...transport, maxReceiveSize } },
      opens: [],
      reach: 0n,
    },
  ];
}

export function raiseHeaderSize({ snapshot, connector, cause }: Refusal): readonly Candidate[] {
  const bytes = Number(cause.data['headerBytes'] ?? 0);
  if (connector === null || bytes === 0) return [];
  const size = `${String(Math.ceil(bytes / KIBIBYTE))}KB`;
  return [
    {
      code: 'raise-header-size',
      title: `Take headers of ${size}`,
      text: `Sets MaxHeaderSize of receive connector "${connector.name}" to ${size}.`,
      document: changeConnector(snapshot, connector, () => ({ maxHeaderSize: size })),
      opens: [],
      reach: 0n,
    },
  ];
}

/** Takes what refused the client, its sender or its recipient from its block list. */
export function unblock({ snapshot, cause, result }: Refusal): readonly Candidate[] {
  const { document } = snapshot;
  const { transport } = document;
  const address = envelopeAddress(cause.step.sent[0] ?? '');
  const { remoteAddress } = result.conditions;
  const peer = parseAddress(remoteAddress);
  const names = (entry: string): boolean => findBlocked([entry], address) !== null;
  const holds = (entry: string): boolean => peer !== null && rangeContains(parseRange(entry), peer);
  const take = (
    list: 'blockedSenders' | 'blockedRecipients' | 'blockedAddresses',
    who: string,
    isMeant: (entry: string) => boolean,
  ): readonly Candidate[] => {
    const taken = transport[list].filter(isMeant);
    const more = taken.filter((entry) => entry.toLowerCase() !== who.toLowerCase());
    return [
      {
        code: 'unblock',
        title: `Stop blocking ${who}`,
        text: `Takes ${taken.join(', ')} from the organization's ${blockLists[list]}.`,
        document: {
          ...document,
          transport: { ...transport, [list]: transport[list].filter((entry) => !taken.includes(entry)) },
        },
        opens: more.length === 0 ? [] : [`All that ${more.join(', ')} stands for is let in again.`],
        reach: BigInt(more.length),
      },
    ];
  };
  if (cause.code === 'blocked-sender') return take('blockedSenders', address, names);
  if (cause.code === 'blocked-recipient') return take('blockedRecipients', address, names);
  return take('blockedAddresses', remoteAddress, holds);
}

const blockLists = {
  blockedSenders: 'blocked senders',
  blockedRecipients: 'blocked recipients',
  blockedAddresses: 'blocked addresses',
} as const;

/** Addresses for the account that wants to send as them. */
export function addToAccount({ snapshot, cause, result }: Refusal): readonly Candidate[] {
  const { document } = snapshot;
  const account = document.accounts.find(
    (one) => one.userName.toLowerCase() === result.conditions.userName?.toLowerCase(),
  );
  if (account === undefined) return [];
  const foreign = cause.data['foreign'];
  const wanted = Array.isArray(foreign) ? foreign.map(String) : [envelopeAddress(cause.step.sent[0] ?? '')];
  return [
    {
      code: 'add-to-account',
      title: `Let ${account.userName} send as ${wanted.join(', ')}`,
      text: `Adds ${wanted.join(', ')} to the addresses of the account ${account.userName}.`,
      document: {
        ...document,
        accounts: document.accounts.map((one) =>
          one === account ? { ...one, addresses: [...new Set([...one.addresses, ...wanted])] } : one,
        ),
      },
      opens: [],
      reach: 0n,
    },
  ];
}

/** The right to send as anybody, or as somebody of the own domain: for the account, or for anonymous clients. */
export function grantSender({ snapshot, connector, cause, result }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const user = result.conditions.userName ?? anonymousLogon;
  const right =
    cause.code === 'authoritative-sender'
      ? 'ms-Exch-SMTP-Accept-Authoritative-Domain-Sender'
      : 'ms-Exch-SMTP-Accept-Any-Sender';
  const who = result.conditions.userName === null ? `Clients of "${connector.name}"` : `The account ${user}`;
  const whom = cause.code === 'authoritative-sender' ? 'anybody in your own domains' : 'anybody';
  return [
    {
      code: 'grant-sender',
      title: `Let ${result.conditions.userName ?? 'anonymous clients'} send as ${whom}`,
      text: `Grants ${right} to ${user} on receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, ({ extendedRights }) => ({
        extendedRights: [...extendedRights, { user, right, deny: false }],
      })),
      opens: [`${who} may send as ${whom} (${describeReach(connector)}).`],
      reach: reachOfConnector(connector),
    },
  ];
}

/** Recipients in domains that exist for examples and tests only. */
export function allowReserved({ snapshot, connector }: Refusal): readonly Candidate[] {
  if (connector === null) return [];
  const settings = [
    'rejectReservedTopLevelRecipientDomains',
    'rejectReservedSecondLevelRecipientDomains',
    'rejectSingleLabelRecipientDomains',
  ] as const satisfies readonly (keyof ReceiveConnectorDocument)[];
  return settings
    .filter((setting) => connector[setting])
    .map((setting) => ({
      code: 'allow-reserved-domain',
      title: `Take recipients in such domains on "${connector.name}"`,
      text: `Clears ${setting[0]?.toUpperCase() ?? ''}${setting.slice(1)} of receive connector "${connector.name}".`,
      document: changeConnector(snapshot, connector, () => ({ [setting]: false })),
      opens: [],
      reach: 0n,
    }));
}
