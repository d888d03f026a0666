import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../main/config/check.ts';
import { defaultDocument, serverNames } from '../../../main/config/defaults.ts';

const usual = { smtp: 25, submission: 587 };

describe('defaultDocument', () => {
  it("has Exchange's five connectors", () => {
    const { receiveConnectors } = defaultDocument({ hostname: 'e15mb1', ports: usual });
    expect(
      receiveConnectors.map(({ name, enabled, transportRole, bindings }) => [name, enabled, transportRole, bindings]),
    ).toEqual([
      ['Default Frontend E15MB1', true, 'FrontendTransport', ['[::]:25', '0.0.0.0:25']],
      ['Client Frontend E15MB1', true, 'FrontendTransport', ['[::]:587', '0.0.0.0:587']],
      ['Outbound Proxy Frontend E15MB1', false, 'FrontendTransport', ['[::]:717', '0.0.0.0:717']],
      ['Default E15MB1', false, 'HubTransport', ['[::]:2525', '0.0.0.0:2525']],
      ['Client Proxy E15MB1', false, 'HubTransport', ['[::]:465', '0.0.0.0:465']],
    ]);
    expect(receiveConnectors.map(({ protocolLoggingLevel }) => protocolLoggingLevel)).toEqual([
      'Verbose',
      'None',
      'None',
      'None',
      'None',
    ]);
    expect(
      receiveConnectors.map(({ messageRateLimit, messageRateSource }) => [messageRateLimit, messageRateSource]),
    ).toEqual([
      ['unlimited', 'IPAddress'],
      [5, 'User'],
      ['unlimited', 'IPAddress'],
      ['unlimited', 'IPAddress'],
      [5, 'User'],
    ]);
    expect(receiveConnectors[3]).toMatchObject({
      maxRecipientsPerMessage: 5000,
      maxInboundConnectionPerSource: 'unlimited',
      maxInboundConnectionPercentagePerSource: 100,
    });
    for (const { comment } of receiveConnectors) expect(comment).not.toBe('');
  });

  it.each([usual, { smtp: 2525, submission: 2587 }, { smtp: 2526, submission: 2525 }, { smtp: 25, submission: 2587 }])(
    'has no findings on ports %j',
    (ports) => {
      expect(checkDocument(defaultDocument({ hostname: 'pc', ports }))).toEqual([]);
    },
  );

  it('moves the disabled Hub connector where its port is taken', () => {
    const { receiveConnectors } = defaultDocument({ hostname: 'pc', ports: { smtp: 2525, submission: 2587 } });
    expect(receiveConnectors[3]?.bindings).toEqual(['[::]:2526', '0.0.0.0:2526']);
  });

  it.each([
    ['pc1.contoso.com', 'contoso.com'],
    ['pc1.mail.contoso.com', 'mail.contoso.com'],
    ['pc1', 'office.example'],
    ['pc1.local', 'office.example'],
    ['pc1.corp.local', 'office.example'],
    ['ip-10-0-0-1.ec2.internal', 'office.example'],
    ['localhost.localdomain', 'office.example'],
  ])('takes mail of %s for %s', (hostname, domain) => {
    const { acceptedDomains } = defaultDocument({ hostname, ports: usual });
    expect(acceptedDomains).toMatchObject([{ domainName: domain, domainType: 'Authoritative', default: true }]);
  });
});

describe('serverNames', () => {
  it.each([
    ['e15mb1.contoso.com', 'E15MB1', 'e15mb1.contoso.com'],
    ['OFFICE-PC', 'OFFICE-PC', 'office-pc.local'],
    ['Büro PC', 'B-RO-PC', 'b-ro-pc.local'],
    ['my_pc', 'MY-PC', 'my-pc.local'],
    ['', 'POSTROOM', 'postroom.local'],
    ['---', 'POSTROOM', 'postroom.local'],
    ['localhost', 'POSTROOM', 'postroom.local'],
    ['x'.repeat(80), 'X'.repeat(63), `${'x'.repeat(63)}.local`],
  ])('cleans %j', (hostname, name, fqdn) => {
    expect(serverNames(hostname)).toEqual({ name, fqdn });
  });
});
