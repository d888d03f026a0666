import { describe, expect, it } from 'vitest';
import { connect } from '../../../main/connectors/decision.ts';
import { listCandidates } from '../../../main/connectors/connect-decision.ts';
import { buildIndex } from '../../../main/connectors/selection.ts';
import { endpoint, makeConnector, makePolicy } from './make-connector.ts';

const connectors = [
  makeConnector({ name: 'Default Frontend', bindings: ['0.0.0.0:25', '[::]:25'] }),
  makeConnector({ name: 'Client Frontend', bindings: ['0.0.0.0:587'] }),
  makeConnector({ name: 'Subnet', ranges: ['192.168.0.0/24'] }),
  makeConnector({ name: 'Scanner', ranges: ['10.0.0.0/8', '192.168.0.181', '192.168.0.0/16'] }),
  makeConnector({ name: 'Other office', ranges: ['172.16.0.0/12'] }),
  makeConnector({ name: 'Old', ranges: ['192.168.0.181'], more: { enabled: false } }),
  makeConnector({ name: 'Twin of Scanner', ranges: ['192.168.0.181'] }),
];

describe('connect', () => {
  it('chooses, and says why no other connector was chosen', () => {
    const decision = connect(buildIndex(connectors), makePolicy(), endpoint);
    expect(decision).toMatchObject({ accepted: true, reply: null });
    expect(decision.connector?.name).toBe('Scanner');
    expect(decision.trace().map(({ step, text }) => `${step}: ${text}`)).toEqual([
      'connection: 192.168.0.181 connects to 192.0.2.1 port 25 of POSTROOM.',
      'candidate-binding-mismatch: POSTROOM\\Client Frontend does not listen on 192.0.2.1 port 25.',
      'candidate-larger-range: POSTROOM\\Default Frontend matches with a larger range, 0.0.0.0-255.255.255.255.',
      'candidate-disabled: POSTROOM\\Old is disabled.',
      'candidate-range-miss: POSTROOM\\Other office does not list 192.168.0.181 in its remote IP ranges.',
      'candidate-selected: POSTROOM\\Scanner is the one that takes the connection.',
      'candidate-larger-range: POSTROOM\\Subnet matches with a larger range, 192.168.0.0-192.168.0.255.',
      'candidate-later-name: POSTROOM\\Twin of Scanner matches with a range of the same size, and its name comes later.',
      'connector-selected: POSTROOM\\Scanner takes the connection: the single address 192.168.0.181 is the most specific match on 0.0.0.0:25.',
    ]);
    expect(decision.trace().at(-1)?.data).toMatchObject({ range: '192.168.0.181', addresses: '1' });
  });

  it('explains an exact binding', () => {
    const index = buildIndex([...connectors, makeConnector({ name: 'Exact', bindings: ['192.0.2.1:25'] })]);
    const verdicts = Object.fromEntries(
      listCandidates(index, endpoint).map(({ connector, verdict }) => [connector.name, verdict]),
    );
    expect(verdicts).toMatchObject({
      Exact: 'selected',
      Scanner: 'wildcard-binding',
      'Default Frontend': 'wildcard-binding',
    });
  });

  it.each([
    ['no connector listens', { ...endpoint, localPort: 2525 }, '421 4.3.2 Service not available'],
    ['the peer is no address', { ...endpoint, remoteAddress: 'nonsense' }, '421 4.3.2 Service not available'],
    [
      'the only one is disabled',
      { ...endpoint, localAddress: '2001:db8::1', remoteAddress: '2001:db8::2' },
      '421 4.3.2 Service not active',
    ],
  ])('closes the connection where %s', (_, from, reply) => {
    const disabled = makeConnector({ name: 'Off', bindings: ['[::]:25'], ranges: ['::/0'], more: { enabled: false } });
    const decision = connect(buildIndex([...connectors, disabled]), makePolicy(), from);
    expect(decision).toMatchObject({ accepted: false, connector: null, reply: { close: true } });
    expect(`${String(decision.reply?.code)} ${decision.reply?.enhanced ?? ''} ${decision.reply?.text ?? ''}`).toBe(
      reply,
    );
    expect(decision.trace().at(-1)?.text).toBe(`No connector takes this connection: ${reply}.`);
  });
});
