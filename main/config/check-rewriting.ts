import { aliasCycles, expandAliases } from '../connectors/aliases.ts';
import { parseRange } from '../connectors/ranges.ts';
import type { IpRange } from '../connectors/model.ts';
import type { ConfigDocument } from '../contract/document.ts';
import type { SenderRewritingDocument } from '../contract/rewriting.ts';
import { comparable } from '../connectors/accepted-domains.ts';
import { PostroomError } from '../errors.ts';

import type { Finding } from './configuration.ts';

/** Rules for changing addresses that contradict one another, or that nothing will ever match. */

/** Recipients behind one alias at most: each message for it is delivered so often. */
const MOST_BEHIND_ALIAS = 1000;

export function checkRewriting(document: ConfigDocument): Finding[] {
  return [
    ...document.receiveConnectors.flatMap(({ name, rewriting, remoteIPRanges }, index) =>
      checkDevices(name, rewriting, `receiveConnectors[${String(index)}]`, remoteIPRanges),
    ),
    ...document.sendConnectors.flatMap(({ name, rewriting }, index) =>
      checkDevices(name, rewriting, `sendConnectors[${String(index)}]`, null),
    ),
    ...checkTwice(document),
    ...checkAliases(document),
  ];
}

function checkDevices(
  name: string,
  { deviceSenders }: SenderRewritingDocument,
  path: string,
  remoteIPRanges: readonly string[] | null,
): Finding[] {
  const allowed = remoteIPRanges?.flatMap((text) => readRange(text) ?? []) ?? null;
  const seen = new Set<string>();
  return deviceSenders.flatMap(({ remoteIPRange }, index): Finding[] => {
    const at = `${path}.rewriting.deviceSenders[${String(index)}].remoteIPRange`;
    const range = readRange(remoteIPRange);
    if (range === null) {
      return [
        {
          severity: 'error',
          path: at,
          text: `The connector "${name}" has a sender for "${remoteIPRange}", which is neither an IP address nor a range.`,
        },
      ];
    }
    const key = `${String(range.low)}-${String(range.high)}-${String(range.family)}`;
    if (seen.has(key)) {
      const text = `The connector "${name}" has two senders for ${remoteIPRange}; remove one of them.`;
      return [{ severity: 'error', path: at, text }];
    }
    seen.add(key);
    if (allowed === null || allowed.some((one) => overlap(one, range))) return [];
    const text = `The connector "${name}" has a sender for ${remoteIPRange}, which is not among its remote addresses: it is never used.`;
    return [{ severity: 'warning', path: at, text }];
  });
}

/** A sender that is set on the way in and again on the way out: the second wins, which is seldom meant. */
function checkTwice({ receiveConnectors, sendConnectors }: ConfigDocument): Finding[] {
  const first = receiveConnectors.find(({ enabled, rewriting }) => enabled && setsSender(rewriting));
  if (first === undefined) return [];
  return sendConnectors.flatMap(({ name, enabled, rewriting }, index): Finding[] =>
    enabled && setsSender(rewriting)
      ? [
          {
            severity: 'warning',
            path: `sendConnectors[${String(index)}].rewriting`,
            text: `Send connector "${name}" sets the sender again that receive connector "${first.name}" has set; the next hop sees the one of the send connector.`,
          },
        ]
      : [],
  );
}

function setsSender({ sender, deviceSenders }: SenderRewritingDocument): boolean {
  return sender !== null || deviceSenders.length > 0;
}

function checkAliases({ aliases, transport }: ConfigDocument): Finding[] {
  const positions = new Map(aliases.map(({ address }, index) => [comparable(address), index]));
  const path = (address: string): string => `aliases[${String(positions.get(comparable(address)) ?? 0)}].deliverTo`;
  const rings = aliasCycles(aliases).map((cycle): Finding => ({
    severity: 'error',
    path: path(cycle[0] ?? ''),
    text: `Mail for an alias would go round in circles: ${cycle.join(' → ')}. Take one of them out.`,
  }));
  if (rings.length > 0) return rings;
  const blocked = new Set(transport.blockedRecipients.map(comparable));
  return [...expandAliases(aliases)].flatMap(([address, targets]): Finding[] => {
    if (targets.length > MOST_BEHIND_ALIAS) {
      const text = `The alias ${address} stands for ${String(targets.length)} recipients; ${String(MOST_BEHIND_ALIAS)} is the most.`;
      return [{ severity: 'error', path: path(address), text }];
    }
    if (!blocked.has(address)) return [];
    const text = `The alias ${address} is among the blocked recipients too, so that mail for it is refused.`;
    return [{ severity: 'warning', path: path(address), text }];
  });
}

function readRange(text: string): IpRange | null {
  try {
    return parseRange(text);
  } catch (failure) {
    if (failure instanceof PostroomError) return null;
    throw failure;
  }
}

function overlap(one: IpRange, other: IpRange): boolean {
  return one.family === other.family && one.low <= other.high && other.low <= one.high;
}
