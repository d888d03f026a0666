import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import { createRouter, NO_CONNECTOR, preferences, route } from '../../../main/transport/categorizer.ts';
import { snapshotOf } from './relay.ts';

function routeOf(sections: Parameters<typeof snapshotOf>[0], address: string, size = 1000) {
  return route(snapshotOf(sections), { address }, { size, mailFrom: '', source: null });
}

const acceptedDomains = [
  { name: 'Office', domainName: 'office.example', default: true },
  { name: 'Branch', domainName: 'branch.example', domainType: 'InternalRelay' },
  { name: 'Partner', domainName: '*.partner.example', domainType: 'ExternalRelay' },
  { name: 'Desk', domainName: 'desk.partner.example' },
];
const toPartner = { name: 'Partner', addressSpaces: ['*.partner.example'], smartHosts: ['10.1.1.1', 'host.com'] };

describe('routing by accepted domain', () => {
  it.each([
    ['ann@office.example', 'mailbox', 'mailboxes'],
    ['Ann@OFFICE.example', 'mailbox', 'mailboxes'],
    ['postmaster', 'mailbox', 'mailboxes'],
    ['x@desk.partner.example', 'mailbox', 'mailboxes'],
    ['x@a.partner.example', 'smart-host', '[10.1.1.1],host.com'],
    ['x@branch.example', 'unreachable', 'Unreachable'],
    ['x@elsewhere.example', 'unreachable', 'Unreachable'],
    ['x@sub.office.example', 'unreachable', 'Unreachable'],
    ['x@[192.0.2.1]', 'unreachable', 'Unreachable'],
  ])('%s goes to %s', (address, kind, queue) => {
    expect(routeOf({ acceptedDomains, sendConnectors: [toPartner] }, address)).toMatchObject({ kind, queue });
  });

  it('says why a recipient is unreachable', () => {
    expect(routeOf({ acceptedDomains, sendConnectors: [] }, 'x@branch.example').reason).toBe(NO_CONNECTOR);
  });

  it('delivers to known mailboxes of an internal relay domain and sends the others on', () => {
    const recipients = [{ address: 'here@branch.example', mailbox: 'here' }];
    const sendConnectors = [{ name: 'All', addressSpaces: ['*'] }];
    expect(routeOf({ acceptedDomains, recipients, sendConnectors }, 'Here@branch.example').kind).toBe('mailbox');
    expect(routeOf({ acceptedDomains, recipients, sendConnectors }, 'there@branch.example')).toMatchObject({
      ...{ kind: 'mx', queue: 'branch.example' },
    });
  });

  it('knows no recipient that an address book does not list, but always the postmaster', () => {
    const recipients = [{ address: 'ann@office.example' }];
    const kinds = ['ann', 'nobody', 'postmaster'].map((name) => routeOf({ recipients }, `${name}@office.example`).kind);
    expect(kinds).toEqual(['mailbox', 'fail', 'mailbox']);
  });

  it('never sends a bare postmaster of no domain on', () => {
    const sendConnectors = [{ name: 'All', addressSpaces: ['*'], smartHosts: ['10.1.1.1'] }];
    const nobodys = [{ name: 'Office', domainName: 'office.example' }];
    for (const none of [[], nobodys]) {
      expect(routeOf({ acceptedDomains: none, sendConnectors }, 'PostMaster').kind).toBe('mailbox');
    }
  });

  it('finds an international domain by its A-labels', () => {
    const sendConnectors = [{ name: 'B', addressSpaces: ['xn--bcher-kva.example'], smartHosts: ['b.host'] }];
    expect(routeOf({ sendConnectors }, 'x@Bücher.example').queue).toBe('b.host');
  });
});

describe('routing by size', () => {
  const sendConnectors = [
    { name: 'Exact', addressSpaces: ['a.com'], smartHosts: ['small.host'], maxMessageSize: '1KB' },
    { name: 'Wide', addressSpaces: ['*'], smartHosts: ['large.host'], maxMessageSize: '10KB' },
  ];

  it('takes a less specific connector where the better one is too small, and fails where all are', () => {
    expect(routeOf({ sendConnectors }, 'x@a.com', 1024).queue).toBe('small.host');
    expect(routeOf({ sendConnectors }, 'x@a.com', 1025).queue).toBe('large.host');
    expect(routeOf({ sendConnectors }, 'x@a.com', 10_241)).toMatchObject({
      kind: 'fail',
      reason: '550 5.3.4 ROUTING.SizeLimit; message size exceeds fixed maximum size for route',
    });
  });
});

const labels = fc.constantFrom('a', 'b', 'aa', 'ab', 'com', 'net');
const domains = fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const spaces = fc.record({
  space: fc.oneof(
    fc.constant('*'),
    domains,
    domains.map((domain) => `*.${domain}`),
  ),
  cost: fc.integer({ min: 1, max: 3 }),
});
const connectors = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('A', 'b', 'C', 'd', 'E', 'f'),
    enabled: fc.boolean(),
    addressSpaces: fc.array(spaces, { minLength: 1, maxLength: 4 }),
  }),
  { selector: ({ name }) => name },
);

/** The rules of send connector selection one after the other, each by trying everything. */
function slowly(all: readonly SendConnector[], domain: string): string | null {
  const parts = domain.split('.');
  // `*.b.com` covers b.com itself; the levels go from the plain name over ever shorter wildcards to `*`.
  const levels = [domain, ...parts.map((_, index) => `*.${parts.slice(index).join('.')}`), '*'];
  for (const level of levels) {
    for (let cost = 1; cost <= 100; cost += 1) {
      const names = all
        .filter(({ enabled }) => enabled)
        .filter(({ addressSpaces }) => addressSpaces.some((space) => textOf(space) === level && space.cost === cost))
        .map(({ name }) => name)
        .sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));
      // A cheaper space at the same level belongs to the same connector's best space.
      if (names[0] !== undefined) return names[0];
    }
  }
  return null;
}

function textOf({ pattern, match }: SendConnector['addressSpaces'][number]): string {
  if (match === 'any') return '*';
  return match === 'both' ? `*.${pattern}` : pattern;
}

describe('send connector selection', () => {
  it('is what trying each rule in turn finds', () => {
    fc.assert(
      fc.property(connectors, domains, (drafts, domain) => {
        const { sendConnectors } = snapshotOf({
          sendConnectors: drafts.map((draft) => ({
            ...draft,
            addressSpaces: draft.addressSpaces.map(({ space, cost }) => `SMTP:${space};${String(cost)}`),
          })),
        });
        expect(preferences(sendConnectors, domain)[0]?.connector.name ?? null).toBe(slowly(sendConnectors, domain));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same route with and without memory', () => {
    const snapshot = snapshotOf({
      acceptedDomains,
      sendConnectors: [toPartner, { name: 'All', addressSpaces: ['*'] }],
    });
    const router = createRouter(snapshot);
    fc.assert(
      fc.property(domains, fc.boolean(), (domain, large) => {
        const size = large ? 40_000_000 : 10;
        const recipient = { address: `x@${domain}` };
        const message = { size, mailFrom: 'a@office.example', source: null };
        const expected = route(snapshot, recipient, message);
        expect(router(recipient, message)).toEqual(expected);
        expect(router(recipient, message)).toEqual(expected);
      }),
    );
  });
});
