import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../main/contract/problem-view.ts';
import type { QueueView } from '../../../main/transport/transport.ts';
import type { LoadedCertificate } from '../../../main/config/certificates.ts';
import { problemKey } from '../../../main/contract/problem-key.ts';
import { certificate, makeApi } from './make-api.ts';

/** Problems with the facts that clients word them by. */

const caller = { role: 'admin', name: 'test' } as const;
const HOUR_MS = 3_600_000;
const RELAY_REFUSED = '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain';
type Made = Awaited<ReturnType<typeof makeApi>>;

const problemsOf = async ({ api }: Made): Promise<readonly Problem[]> =>
  (await api.calls['status.get']({}, caller)).problems;
const kindsOf = async (made: Made): Promise<readonly string[]> => (await problemsOf(made)).map(({ kind }) => kind);

function send({ journal }: Made, id: string, address: string, accepted: boolean, to: readonly string[], reply: string) {
  const session = journal.open({
    ...{ id, direction: 'receive', connector: 'OFFICE\\Default', verbose: false },
    ...{ localEndpoint: '192.168.0.20:25', remoteEndpoint: `${address}:40112` },
  } as const);
  session.transaction({ accepted, mailFrom: 'scanner@office.example', recipients: to, reply });
  session.close('Remote');
}

const refuse = (made: Made, id: string, address: string, reply = RELAY_REFUSED): void =>
  send(made, id, address, false, ['bob@elsewhere.example'], reply);

function queue(identity: string, messageCount: number): QueueView {
  return {
    ...{ identity, messageCount, deliveryType: 'SmartHostConnectorDelivery', status: 'Retry', nextHopDomain: identity },
    ...{ nextHopConnector: 'OFFICE\\Internet', lastError: null, nextRetryMs: null, retryCount: 3 },
  } as const;
}

async function withSendConnector(made: Made, more: object = {}): Promise<void> {
  await made.configuration.patch(
    { sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['10.0.0.9'], ...more }] },
    { baseRevision: made.configuration.current().revision, author: 'tester' },
  );
}

describe('a refused device', () => {
  it('is told with how often, when and what it was answered', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    refuse(made, 'A1', '192.168.0.180');
    await made.clock.advance(1000);
    refuse(made, 'A2', '192.168.0.180');
    const [problem] = await problemsOf(made);
    expect(problem).toMatchObject({
      kind: 'device-refused',
      facts: {
        ...{ address: '192.168.0.180', count: 2, lastMs: made.clock.now(), reply: RELAY_REFUSED, session: 'A2' },
        recipients: ['bob@elsewhere.example'],
      },
    });
    expect(problem?.text).toContain('2 times');
  });

  it('is told where the login was refused before any message', async () => {
    const made = await makeApi();
    const session = made.journal.open({
      ...{ id: 'B1', direction: 'receive', connector: 'OFFICE\\Client', verbose: false },
      ...{ localEndpoint: '192.168.0.20:587', remoteEndpoint: '[fe80::5]:40112' },
    } as const);
    session.write('>', '535 5.7.3 Authentication unsuccessful');
    session.close('Remote');
    expect(await problemsOf(made)).toMatchObject([{ facts: { address: 'fe80::5', session: 'B1', recipients: [] } }]);
  });

  it('is no more told once the same way is open to it', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    refuse(made, 'A1', '192.168.0.180');
    send(made, 'A2', '192.168.0.180', true, ['alice@office.example'], '250 2.6.0 Queued');
    expect(await kindsOf(made)).toEqual(['device-refused']);
    send(made, 'A3', '192.168.0.180', true, ['carol@ELSEWHERE.example'], '250 2.6.0 Queued');
    expect(await kindsOf(made)).toEqual([]);
    expect(await made.api.calls['devices.refused']({}, caller)).toMatchObject([{ acceptedMs: made.clock.now() }]);
  });

  it('is told neither of strangers nor of what passes by itself', async () => {
    const made = await makeApi();
    refuse(made, 'A1', '203.0.113.9');
    refuse(made, 'A2', '10.0.0.3', '452 4.3.1 Insufficient system resources');
    expect(await kindsOf(made)).toEqual([]);
    expect(await made.api.calls['devices.refused']({}, caller)).toHaveLength(2);
  });

  it('names a missing send connector along with it', async () => {
    const made = await makeApi();
    refuse(made, 'A1', '192.168.0.180');
    expect(await kindsOf(made)).toEqual(['no-send-connector', 'device-refused']);
  });

  it('tells of the last ten', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    for (let last = 1; last <= 12; last += 1) refuse(made, `A${String(last)}`, `10.0.0.${String(last)}`);
    const problems = await problemsOf(made);
    expect(problems).toHaveLength(10);
    expect(problems[0]).toMatchObject({ facts: { address: '10.0.0.12' } });
  });
});

describe('a next hop that fails', () => {
  it('is told when it has lasted as long as the notice to senders', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    const sinceMs = made.clock.now();
    const lastError = '421 4.2.1 Unable to connect (ECONNREFUSED).';
    made.state.failing = [
      { queue: '10.0.0.9', connector: 'OFFICE\\Internet', sinceMs, lastError, isPassedOver: false },
    ];
    made.state.queues = [queue('10.0.0.9', 3)];
    await made.clock.advance(4 * HOUR_MS);
    expect(await kindsOf(made)).toEqual([]);
    await made.clock.advance(1);
    expect(await problemsOf(made)).toMatchObject([
      { kind: 'queue-stuck', facts: { queue: '10.0.0.9', messages: 3, sinceMs, isSetting: false } },
    ]);
    made.state.queues = [queue('10.0.0.9', 0)];
    expect(await kindsOf(made)).toEqual([]);
    made.state.failing = [{ queue: '10.0.0.9', connector: 'OFFICE\\Internet', sinceMs, lastError, isPassedOver: true }];
    expect(await problemsOf(made)).toMatchObject([
      {
        text: `Mail goes by another send connector than the one for 10.0.0.9: ${lastError}`,
        facts: { messages: 0 },
      },
    ]);
  });

  it('is told at once where a login is refused, with the hint', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    const lastError =
      '451 4.4.0 Primary target IP address responded with: "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant." Attempted failover';
    made.state.failing = [
      { queue: '10.0.0.9', connector: null, sinceMs: made.clock.now(), lastError, isPassedOver: false },
    ];
    made.state.queues = [queue('10.0.0.9', 1)];
    const [problem] = await problemsOf(made);
    expect(problem).toMatchObject({ kind: 'queue-stuck', facts: { isSetting: true } });
    expect(problem?.action).toContain('SMTP AUTH');
    expect(problem?.text).toBe(
      '1 message waits for 10.0.0.9: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    );
  });

  it('is told in the words of the server, with the advice once', async () => {
    const made = await makeApi();
    await withSendConnector(made);
    const hint = 'The login was refused: check the user name and password of the send connector.';
    const lastError = `451 4.4.0 Primary target IP address responded with: "535 5.7.8 No. - ${hint}" Attempted failover to alternate host, but that did not succeed.`;
    const hop = { queue: '10.0.0.9', connector: null, sinceMs: made.clock.now(), isPassedOver: false };
    made.state.failing = [{ ...hop, lastError }];
    made.state.queues = [queue('10.0.0.9', 2)];
    expect(await problemsOf(made)).toMatchObject([
      {
        text: '2 messages wait for 10.0.0.9: 535 5.7.8 No.',
        action: hint,
        facts: { lastError: `535 5.7.8 No. - ${hint}` },
      },
    ]);
  });
});

it('names send connectors without their password', async () => {
  const made = await makeApi();
  await withSendConnector(made, { smartHostAuthMechanism: 'BasicAuth', userName: 'office' });
  expect(await problemsOf(made)).toMatchObject([{ kind: 'secret-missing', facts: { connector: 'Internet' } }]);
  await made.configuration.secrets.set('send-connector/Internet', 'geheim');
  expect(await kindsOf(made)).toEqual([]);
});

it('names stopped services, but not one that is switched off', async () => {
  const made = await makeApi();
  made.state.stopped = new Set(['Transport', 'Mailbox Transport Submission']);
  expect(await kindsOf(made)).toEqual(['service-stopped', 'service-stopped']);
  await made.configuration.patch(
    { transport: { pickupEnabled: false } },
    { baseRevision: made.configuration.current().revision, author: 'tester' },
  );
  expect(await problemsOf(made)).toMatchObject([{ facts: { service: 'Transport' } }]);
});

it('warns of the disk before mail is refused', async () => {
  const made = await makeApi();
  const megabyte = 1_048_576;
  made.state.pressure = { level: 'normal', cause: null, reason: null, freeBytes: 600 * megabyte };
  expect(await kindsOf(made)).toEqual([]);
  made.state.pressure = { ...made.state.pressure, freeBytes: 599 * megabyte };
  expect(await problemsOf(made)).toMatchObject([{ kind: 'disk-low', facts: { leastBytes: 200 * megabyte } }]);
});

it('says of a certificate that ends whether somebody else has to sign the next one', async () => {
  const made = await makeApi();
  const own = { file: 'default', issuer: 'CN=mail', sans: ['mail', '10.0.0.2'] };
  made.state.certificates = [
    certificate('CN=mail', made.clock.now() - 1, own),
    certificate('CN=www', made.clock.now()),
  ];
  expect(await problemsOf(made)).toMatchObject([
    { kind: 'certificate-expired', facts: { file: 'default', selfSigned: true, names: ['mail', '10.0.0.2'] } },
    { kind: 'certificate-expired', facts: { file: 'bought', selfSigned: false } },
  ]);
});

it('says again that a certificate ends when 30, 14 and 3 days are left', async () => {
  const made = await makeApi();
  const steps: unknown[] = [];
  for (const days of [40, 29.5, 13.5, 2.5, 0.5]) {
    made.state.certificates = [certificate('CN=www', made.clock.now() + days * 86_400_000)];
    steps.push((await problemsOf(made)).map(({ kind, facts }) => [kind, (facts as { step?: number }).step]));
  }
  expect(steps).toEqual([[], ...[30, 14, 3, 3].map((step) => [['certificate-expiring', step]])]);
});

it('says that the authority of a partner ends, until one that lasts longer lies there', async () => {
  const made = await makeApi();
  const authority = (file: string, days: number) => ({
    ...{ file, subject: 'CN=PARTNER', pem: '' },
    notAfterMs: made.clock.now() + days * 86_400_000,
  });
  const told: unknown[] = [];
  for (const days of [40, 29.5, 13.5, 2.5, -1]) {
    made.state.partnerAuthorities = [authority('partner.pem', days)];
    told.push((await problemsOf(made)).map(({ kind, text, facts }) => [kind, text, (facts as { step?: number }).step]));
  }
  const ending = (step: number, how: string) => [
    ['partner-authority-ending', `The authority of a partner CN=PARTNER (partner.pem) ${how}.`, step],
  ];
  expect(told).toEqual([
    [],
    ending(30, 'ends in 29 days'),
    ending(14, 'ends in 13 days'),
    ending(3, 'ends in 2 days'),
    ending(0, 'has ended'),
  ]);
  made.state.partnerAuthorities = [authority('partner.pem', -1), authority('partner-2.pem', 3650)];
  expect(await kindsOf(made)).toEqual([]);
});

it('says where partners check certificates and are shown a self-signed one', async () => {
  const made = await makeApi();
  const selfSigned = certificate('CN=office', 0, { issuer: 'CN=office' }) as LoadedCertificate;
  made.state.presented = selfSigned;
  expect(await kindsOf(made)).toEqual([]);
  const [first, ...others] = made.configuration.current().document.receiveConnectors;
  await made.configuration.patch(
    { receiveConnectors: [{ ...first, permissionGroups: ['Partners'] }, ...others] },
    { baseRevision: made.configuration.current().revision, author: 'tester' },
  );
  expect(await problemsOf(made)).toMatchObject([
    { kind: 'certificate-untrusted', facts: { connector: first?.name, file: 'bought', subject: 'CN=office' } },
  ]);
  made.state.presented = { ...selfSigned, issuer: 'CN=CA' };
  expect(await kindsOf(made)).toEqual([]);
});

describe('a quota of a day', () => {
  it('is told before it ends, with what is left', async () => {
    const made = await makeApi();
    const limits = [
      { name: 'messagesPerMinute', limit: 30, used: 30, freeAtMs: 1 },
      { name: 'recipientsPerDay', limit: 10_000, used: 7999, freeAtMs: null },
    ] as const;
    const gauge = { connector: 'Out', active: 0, mostActive: 3, waiting: 0, clearsAtMs: null, slowed: null };
    made.state.gauges = [{ ...gauge, limits }];
    expect(await kindsOf(made)).not.toContain('quota-near');
    made.state.gauges = [{ ...gauge, limits: [{ ...limits[1], used: 8000 }] }];
    expect((await problemsOf(made)).find(({ kind }) => kind === 'quota-near')).toMatchObject({
      text: 'The send connector Out has handed over 8000 of 10000 recipients in 24 hours.',
      facts: { connector: 'Out', used: 8000, limit: 10_000 },
    });
    made.state.gauges = [{ ...gauge, waiting: 5, limits: [{ ...limits[1], used: 10_000, freeAtMs: 9 }] }];
    expect((await problemsOf(made)).find(({ kind }) => kind === 'quota-near')).toMatchObject({
      action: expect.stringMatching(/waits and leaves by itself/) as unknown,
      facts: { waiting: 5, freeAtMs: 9 },
    });
  });

  it('is told anew at 95 percent and when it is used up, once for each connector and limit', async () => {
    const made = await makeApi();
    const gaugeOf = (connector: string, used: number) => ({
      ...{ connector, active: 0, mostActive: 3, waiting: 0, clearsAtMs: null, slowed: null },
      limits: [{ name: 'recipientsPerDay', limit: 1000, used, freeAtMs: null } as const],
    });
    const told = async (used: number) => {
      made.state.gauges = [gaugeOf('Out', used), gaugeOf('Other', 800)];
      const near = (await problemsOf(made)).filter(({ kind }) => kind === 'quota-near');
      return near.map(problemKey);
    };
    const other = 'quota-near Other recipientsPerDay 80';
    expect(await told(799)).toEqual([other]);
    expect(await told(800)).toEqual(['quota-near Out recipientsPerDay 80', other]);
    expect(await told(949)).toEqual(['quota-near Out recipientsPerDay 80', other]);
    expect(await told(950)).toEqual(['quota-near Out recipientsPerDay 95', other]);
    expect(await told(999)).toEqual(['quota-near Out recipientsPerDay 95', other]);
    expect(await told(1000)).toEqual(['quota-near Out recipientsPerDay 100', other]);
  });
});
