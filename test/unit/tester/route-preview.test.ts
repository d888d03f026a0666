import { describe, expect, it } from 'vitest';
import { previewRoute } from '../../../main/tester/route-preview.ts';
import { guideSnapshot } from '../../support/guide-configuration.ts';

const connector = (name: string, addressSpaces: readonly string[], more: Record<string, unknown> = {}) => ({
  name,
  addressSpaces,
  smartHosts: [`${name.toLowerCase()}.example`],
  ...more,
});
const routed = guideSnapshot({
  sections: {
    acceptedDomains: [
      { name: 'Demo', domainName: 'exchange2013demo.com', default: true },
      { name: 'Branch', domainName: 'branch.example', domainType: 'InternalRelay' },
    ],
    recipients: [{ address: 'boss@exchange2013demo.com', mailbox: 'Management' }],
    sendConnectors: [
      connector('Internet', ['*;10']),
      connector('Cheap', ['*;5'], { maxMessageSize: '64KB' }),
      connector('Later', ['*;5'], { maxMessageSize: '1MB' }),
      connector('Partner', ['*.partner.example'], { smartHosts: [] }),
      connector('Off', ['*'], { enabled: false }),
    ],
  },
});

const message = { size: 0, mailFrom: '', source: null, remoteAddress: '10.0.0.1' };

describe('where a copy would go, and why', () => {
  it.each([
    [
      'b@partner.example',
      0,
      { kind: 'mx', nextHop: 'partner.example', sendConnector: 'Partner' },
      [/mail exchangers of partner\.example/, /"Internet" does not: its address space \S+ is less specific/],
    ],
    [
      'b@gmail.com',
      0,
      { kind: 'smart-host', nextHop: 'cheap.example', sendConnector: 'Cheap' },
      [
        /by its address space \S+ \(cost 5\)/,
        /"Internet" does not: its address space \S+ costs 10/,
        /"Later" does not: it is as specific and as cheap, and its name comes later/,
        /"Partner" is for \*\.partner\.example, not for gmail\.com/,
        /"Off" is disabled/,
      ],
    ],
    ['b@gmail.com', 100_000, { sendConnector: 'Later' }, [/"Cheap" does not: its limit is 64 KB/]],
    [
      'b@gmail.com',
      1e9,
      { kind: 'fail', nextHop: '', sendConnector: null },
      [/1000000000 bytes are more than every matching send connector takes/],
    ],
    [
      'boss@exchange2013demo.com',
      0,
      { kind: 'mailbox', nextHop: 'Management' },
      [/mailbox folder/, /accepted domain \(Authoritative\)/],
    ],
    ['nobody@exchange2013demo.com', 0, { kind: 'fail' }, [/nobody has this address/]],
    ['x@branch.example', 0, { kind: 'smart-host', sendConnector: 'Cheap' }, []],
    ['postmaster', 0, { kind: 'mailbox', nextHop: 'postmaster' }, []],
  ] as const)('%s, %i bytes', (recipient, size, expected, reasons) => {
    const preview = previewRoute(routed, recipient, { ...message, size });
    expect(preview).toMatchObject({ recipient, ...expected });
    for (const reason of reasons) expect(preview.reason).toMatch(reason);
  });

  it('nowhere without a send connector', () => {
    const none = guideSnapshot({ sections: { sendConnectors: [] } });
    expect(previewRoute(none, 'b@gmail.com', message)).toMatchObject({
      kind: 'unreachable',
      queue: 'Unreachable',
      reason: 'Mail for b@gmail.com waits in the Unreachable queue: there is no send connector.',
    });
    const one = guideSnapshot({ sections: { sendConnectors: [connector('Partner', ['partner.example'])] } });
    expect(previewRoute(one, 'b@gmail.com', message).reason).toContain('"Partner" is for');
  });
});
