import type { Snapshot } from '../config/snapshot.ts';
import type { AuditFinding } from '../contract/audit-view.ts';
import { patchLists } from './document-patch.ts';

/** Accepted domains and send connectors: mail that everybody may send, and mail that goes nowhere. */

export function lintRouting(snapshot: Snapshot): readonly AuditFinding[] {
  return [...lintEveryDomain(snapshot), ...lintHome(snapshot), ...lintWayOut(snapshot)];
}

const notice = { severity: 'notice', connector: null, patch: null } as const;

function lintEveryDomain({ document }: Snapshot): AuditFinding[] {
  const acceptedDomains = document.acceptedDomains.filter(({ domainName }) => domainName !== '*');
  if (acceptedDomains.length === document.acceptedDomains.length) return [];
  return [
    {
      code: 'accepts-every-domain',
      severity: 'critical',
      text: 'The accepted domain "*" makes every domain an accepted one: whoever may send to this server may send to anybody through it.',
      connector: null,
      patch: patchLists(document, { acceptedDomains }),
      remedy: 'Takes the accepted domain "*" away; devices that have to send elsewhere need a relay connector.',
    },
  ];
}

function lintHome({ document, policy }: Snapshot): AuditFinding[] {
  const [first] = document.acceptedDomains;
  if (first === undefined) {
    const text =
      'There is no accepted domain: nobody can receive mail here, and only devices with a relay right can send.';
    const remedy = 'Add the domain of your mail addresses to the accepted domains.';
    return [{ ...notice, code: 'no-accepted-domain', text, remedy }];
  }
  const home = policy.acceptedDomains.find(({ isDefault }) => isDefault);
  if (home?.match === 'any' || home?.match === 'subdomains') {
    const text = `The default accepted domain is "${home.domainName}", which names no single domain: mail for postmaster has no address here.`;
    return [{ ...notice, code: 'no-default-domain', text, remedy: 'Make a single domain the default one.' }];
  }
  if (document.acceptedDomains.some((domain) => domain.default)) return [];
  return [
    {
      ...notice,
      code: 'no-default-domain',
      text: `No accepted domain is the default one, so the first of them, "${first.domainName}", stands for it.`,
      patch: patchLists(document, {
        acceptedDomains: document.acceptedDomains.map((domain) => ({ ...domain, default: domain === first })),
      }),
      remedy: `Makes "${first.domainName}" the default one, which stays so when the order changes.`,
    },
  ];
}

function lintWayOut({ sendConnectors }: Snapshot): AuditFinding[] {
  const enabled = sendConnectors.filter((connector) => connector.enabled);
  if (enabled.length === 0) {
    const text =
      'There is no send connector that is on: mail for other domains is accepted from whoever may relay and waits as Unreachable.';
    const remedy = 'Add a send connector, for example to the smart host of your provider.';
    return [{ ...notice, severity: 'warning', code: 'no-send-connector', text, remedy }];
  }
  if (enabled.some(({ addressSpaces }) => addressSpaces.some(({ match }) => match === 'any'))) return [];
  const text = 'No send connector takes every domain: mail for one that none of them names waits as Unreachable.';
  return [{ ...notice, code: 'no-default-route', text, remedy: 'Add the address space "*" to a send connector.' }];
}
