import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyPassword } from '../../../main/config/passwords.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import { PostroomError } from '../../../main/errors.ts';
import type { Status } from '../../../main/contract/status-view.ts';
import type { QueuedMessage } from '../../../main/transport/queue.ts';
import { until } from '../../support/manual-clock.ts';
import { certificate, makeApi } from './make-api.ts';

const caller: Caller = { role: 'admin', name: 'tester' };
const DAY_MS = 86_400_000;

describe('status', () => {
  it('has exactly the documented shape', async () => {
    const { api, state, journal, clock } = await makeApi();
    state.listeners = [
      { connectors: ['OFFICE\\A', 'OFFICE\\B'], address: '0.0.0.0', port: 25, state: 'listening', reason: null },
    ];
    state.counts = { waiting: 3, active: 1, retry: 2, suspended: 0, unreachable: 0, poison: 0 };
    journal.count('accepted', 5);
    expect(await api.calls['status.get']({}, caller)).toEqual({
      state: 'running',
      pid: 4711,
      version: '1.2.3',
      console: 'http://127.0.0.1:48025/',
      services: [
        { name: 'Frontend Transport', state: 'running' },
        { name: 'Transport', state: 'running' },
        { name: 'Mailbox Transport Delivery', state: 'running' },
        { name: 'Mailbox Transport Submission', state: 'running' },
      ],
      listeners: [
        { connector: 'OFFICE\\A', address: '0.0.0.0', port: 25, state: 'listening', reason: null },
        { connector: 'OFFICE\\B', address: '0.0.0.0', port: 25, state: 'listening', reason: null },
      ],
      sending: { smartHosts: [], mx: false },
      queue: { waiting: 3, active: 1, retry: 2, suspended: 0, unreachable: 0, poison: 0 },
      accepted: 5,
      delivered: 0,
      refused: 0,
      today: { sinceMs: clock.now(), accepted: 5, delivered: 0, refused: 0 },
      problems: [],
    });
  });

  it('names each problem, with what to do', async () => {
    const { api, state, clock, journal } = await makeApi();
    state.listeners = [
      { connectors: ['OFFICE\\A'], address: '0.0.0.0', port: 25, state: 'failed', reason: 'Another program uses it.' },
    ];
    state.counts = { waiting: 1, active: 0, retry: 0, suspended: 0, unreachable: 1, poison: 2 };
    state.pressure = { level: 'high', cause: 'disk', reason: 'The disk is nearly full.', freeBytes: 1000 };
    state.storeTrouble = new PostroomError('disk-full', 'The disk that holds the queue is full.');
    state.certificates = [
      certificate('CN=old', clock.now() - 1),
      certificate('CN=soon', clock.now() + 20.5 * DAY_MS),
      certificate('CN=fine', clock.now() + 31 * DAY_MS),
    ];
    journal.count('dropped-log-lines');
    const { problems } = await api.calls['status.get']({}, caller);
    expect(problems.map(({ code }) => code)).toEqual([
      'listener-failed',
      'no-send-connector',
      'poison-mail',
      'disk-full',
      'pressure-high',
      'certificate-expired',
      'certificate-expiring',
      'journal-dropping',
    ]);
    expect(problems.every(({ text, action }) => text.endsWith('.') && action.endsWith('.'))).toBe(true);
    expect(problems[6]?.text).toContain('20 days');
    await clock.advance(11 * 60_000);
    const later = await api.calls['status.get']({}, caller);
    expect(later.problems.map(({ code }) => code)).not.toContain('journal-dropping');
  });

  it('tells missing address space from missing send connector', async () => {
    const { api, state, configuration } = await makeApi();
    state.counts = { ...state.counts, waiting: 2, unreachable: 2 };
    await configuration.patch(
      { sendConnectors: [{ name: 'Partner', addressSpaces: ['partner.example'], smartHosts: ['10.0.0.9'] }] },
      { baseRevision: configuration.current().revision, author: 'tester' },
    );
    const { problems } = await api.calls['status.get']({}, caller);
    expect(problems.map(({ code }) => code)).toEqual(['unreachable-mail']);
  });

  it('starts and stops services, and the engine after the answer has left', async () => {
    const { api, state, clock } = await makeApi();
    await api.calls['services.stop']({ name: 'Transport' }, caller);
    expect(await api.calls['services.list']({}, caller)).toContainEqual({ name: 'Transport', state: 'stopped' });
    await api.calls['services.start']({ name: 'Transport' }, caller);
    expect(state.stopped.size).toBe(0);
    expect(await api.calls['engine.stop']({}, caller)).toBeNull();
    expect(state.stops).toBe(0);
    await clock.advance(50);
    expect(state.stops).toBe(1);
  });
});

describe('queue', () => {
  const message: QueuedMessage = {
    id: 9,
    envelope: { mailFrom: '', ret: null, envid: null, eightBit: false, smtpUtf8: false },
    origin: {
      source: 'SMTP',
      connector: 'OFFICE\\A',
      sessionId: 'AA',
      remoteAddress: '10.0.0.1',
      helo: null,
      account: null,
      trusted: true,
    },
    messageId: '<a@b>',
    subject: 'Scan',
    receivedAtMs: 1,
    expiresAtMs: 2,
    recipients: [
      {
        address: 'c@d.example',
        notify: [],
        originalRecipient: null,
        index: 0,
        status: 'ready',
        attempts: 1,
        queue: 'd.example',
        lastError: '451 later',
      },
    ],
    size: 100,
    status: 'ready',
    nextAttemptMs: 3,
    attempts: 1,
    crashes: 0,
    delayNotified: false,
    lastError: '451 later',
  };

  it('shows messages flat, and says when one is gone', async () => {
    const { api, state } = await makeApi();
    state.messages = [message];
    const { messages } = await api.calls['queue.messages']({ after: null, limit: 10 }, caller);
    expect(messages[0]).toMatchObject({ mailFrom: '', source: 'SMTP', sessionId: 'AA', remoteAddress: '10.0.0.1' });
    expect(messages[0]?.recipients).toEqual([
      { address: 'c@d.example', status: 'ready', attempts: 1, queue: 'd.example', lastError: '451 later' },
    ]);
    await expect(api.calls['queue.message']({ id: 10 }, caller)).rejects.toMatchObject({ code: 'not-found' });
    await expect(api.calls['message.header']({ id: 10 }, caller)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells of one message what was asked for it, what became of each attempt, and its header as text', async () => {
    const { api, state } = await makeApi();
    state.messages = [message];
    const results = [{ verdict: 'deferred', reply: '451 later', error: null, recipients: [0] }] as const;
    state.attempts = [{ startedMs: 5, durationMs: 1, queue: 'd.example', host: 'mx.d.example', results }];
    const detail = await api.calls['queue.message']({ id: 9 }, caller);
    expect(detail).toMatchObject({ mailFrom: '', ret: null, account: null, helo: null });
    expect(detail.recipients[0]).toMatchObject({ address: 'c@d.example', notify: [], originalRecipient: null });
    expect(detail.attemptLog[0]?.results[0]).toEqual({ ...results[0], recipients: ['c@d.example'] });
    expect(await api.calls['message.header']({ id: 9 }, caller)).toEqual({
      fields: [{ name: 'Subject', value: 'Büro' }],
      isCut: false,
    });
  });

  it('leaves out what is not looked for, and goes on behind it', async () => {
    const { api, state } = await makeApi();
    state.messages = [message, { ...message, id: 10, subject: 'Invoice' }];
    const find = async (words: object) =>
      (await api.calls['queue.messages']({ after: null, limit: 10, ...words }, caller)).messages.map(({ id }) => id);
    expect(await find({ text: 'invoice' })).toEqual([10]);
    expect(await find({ recipient: 'd.example' })).toEqual([9, 10]);
    expect(await find({ sender: 'somebody' })).toEqual([]);
  });

  it('hands every action on', async () => {
    const { api, state } = await makeApi();
    const { calls } = api;
    await calls['queue.suspend']({ queue: 'd.example' }, caller);
    await calls['queue.resume']({ queue: 'd.example' }, caller);
    expect(await calls['queue.retry']({ queue: 'd.example' }, caller)).toEqual({ count: 7 });
    expect(await calls['message.suspend']({ ids: [1, 2] }, caller)).toEqual({ count: 2 });
    await calls['message.resume']({ ids: [1] }, caller);
    await calls['message.retry']({ ids: [1] }, caller);
    await calls['message.remove']({ ids: [1], withNdr: true }, caller);
    expect(state.actions).toEqual([
      'suspend-queue d.example',
      'resume-queue d.example',
      'retry-queue d.example',
      'suspend 1,2',
      'resume 1',
      'retry 1',
      'remove 1 true',
    ]);
  });
});

describe('configuration', () => {
  it('shows, checks, patches and undoes, under the name of the caller', async () => {
    const { api } = await makeApi();
    const { calls } = api;
    const before = await calls['config.get']({}, caller);
    const bad = await calls['config.checkPatch']({ patch: { server: { name: 'not a name' } } }, caller);
    expect(bad.findings).toMatchObject([{ severity: 'error', path: 'server.name' }]);
    expect(bad).not.toHaveProperty('document');
    const patch = { server: { replyDialect: '2013' } };
    const change = { baseRevision: before.revision, confirmations: [] };
    const { revision } = await calls['config.patch']({ patch, ...change }, caller);
    expect((await calls['config.get']({}, caller)).document.server.replyDialect).toBe('2013');
    await expect(calls['config.patch']({ patch, ...change }, caller)).rejects.toMatchObject({
      code: 'config-conflict',
    });
    expect((await calls['config.history']({}, caller)).map(({ author }) => author)).toContain('tester');
    await calls['config.undo']({ baseRevision: revision }, caller);
    expect((await calls['config.get']({}, caller)).document.server.replyDialect).toBe('2016');
  });

  it('takes secrets and never gives them back', async () => {
    const { api } = await makeApi();
    await api.calls['secret.set']({ name: 'send-connector/Internet', value: 'hunter22' }, caller);
    expect(await api.calls['secret.list']({}, caller)).toEqual(['send-connector/Internet']);
    expect(JSON.stringify(await api.calls['config.get']({}, caller))).not.toContain('hunter22');
    expect(await api.calls['secret.remove']({ name: 'send-connector/Internet' }, caller)).toEqual({ removed: true });
  });

  it('takes only keys that can sign as DKIM keys', async () => {
    const { api } = await makeApi();
    const keep = (value: string) => api.calls['secret.set']({ name: 'dkim/office.example/s1', value }, caller);
    const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(keep('hunter22')).rejects.toMatchObject({ code: 'usage' });
    await expect(keep(pem(generateKeyPairSync('ed25519').privateKey))).rejects.toMatchObject({ code: 'usage' });
    expect(await api.calls['secret.list']({}, caller)).toEqual([]);
    await keep(pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey));
    expect(await api.calls['secret.list']({}, caller)).toEqual(['dkim/office.example/s1']);
  });

  it('sets passwords as hashes: makes the account, then changes it, whatever the case of its name', async () => {
    const { api, configuration } = await makeApi();
    const setPassword = api.calls['account.setPassword'];
    await setPassword({ userName: 'Scanner', password: 'first one', addresses: ['scanner@office.example'] }, caller);
    await setPassword({ userName: 'scanner', password: 'second one' }, caller);
    const { accounts } = configuration.current().document;
    expect(accounts).toMatchObject([{ userName: 'Scanner', addresses: ['scanner@office.example'], enabled: true }]);
    const hash = accounts[0]?.passwordHash ?? null;
    expect([await verifyPassword('second one', hash), await verifyPassword('first one', hash)]).toEqual([true, false]);
  });
});

describe('explain', () => {
  it('is the trace of the session that would take place', async () => {
    const { api, configuration } = await makeApi();
    const domain = configuration.current().policy.acceptedDomains[0]?.domainName ?? '';
    const ask = (question: object) =>
      api.calls.explain({ from: '192.168.0.181', to: '192.168.0.10:25', tls: false, ...question }, caller);
    const foreign = await ask({ sender: `a@${domain}`, recipient: 'b@foreign.example' });
    expect(foreign.accepted).toBe(false);
    expect(foreign.stages.map(({ stage, accepted }) => [stage, accepted])).toEqual([
      ['connect', true],
      ['authorize', true],
      ['mail', true],
      ['rcpt', false],
    ]);
    expect(foreign.stages[3]?.reply).toMatch(/^550 5\.7\.54 SMTP; Unable to relay/);
    expect(foreign.stages.every(({ trace }) => trace.length > 0)).toBe(true);
    const own = await ask({ sender: 'x@y.example', recipient: `b@${domain}` });
    expect(own).toMatchObject({ accepted: true, rights: expect.arrayContaining(['ms-Exch-SMTP-Submit']) as unknown });
    const nobody = await ask({ to: '192.168.0.10:2599' });
    expect(nobody).toMatchObject({ accepted: false, connector: null });
  });

  it.each([
    [{ to: '192.168.0.10' }, 'to'],
    [{ to: 'localhost:25' }, 'to'],
    [{ to: '[::1]:0' }, 'to'],
    [{ from: '10.1' }, 'from'],
    [{ userName: 'nobody' }, 'userName'],
  ])('says which part of %j is wrong', async (change, path) => {
    const { api } = await makeApi();
    const question = { from: '10.0.0.1', to: '[::1]:25', tls: true, ...change };
    await expect(async () => api.calls.explain(question, caller)).rejects.toMatchObject({ path });
  });

  it('reads replies', async () => {
    const { api } = await makeApi();
    expect(await api.calls.explainReply({ text: '550 5.1.1 User unknown' }, caller)).toMatchObject({
      verdict: 'failed',
    });
  });

  it('fills what there is to paste with the mailbox of the send connector that heard the reply', async () => {
    const { api, configuration } = await makeApi();
    const add = (name: string, userName: string) => ({
      ...{ name, addressSpaces: ['*'], smartHosts: ['smtp.office365.com'] },
      ...{ smartHostAuthMechanism: 'BasicAuthRequireTLS', userName },
    });
    const text = '550 5.7.30 Basic authentication is not supported for Client Submission.';
    const script = async (connector?: string) =>
      (await api.calls.explainReply({ text, ...(connector === undefined ? {} : { connector }) }, caller)).known?.script;
    await configuration.patch(
      { sendConnectors: [add('One', 'scan@a.example')] },
      { baseRevision: configuration.current().revision, author: 'test' },
    );
    expect(await script()).toContain("'scan@a.example'");
    await configuration.patch(
      { sendConnectors: [add('One', 'scan@a.example'), add('Two', 'fax@a.example')] },
      { baseRevision: configuration.current().revision, author: 'test' },
    );
    expect(await script()).toContain("'<mailbox>'");
    expect(await script('two')).toContain("'fax@a.example'");
  });
});

describe('topics', () => {
  it('tell the status when it changes, and nothing while it does not', async () => {
    const { api, clock, journal, state } = await makeApi();
    const seen: Status[] = [];
    const { snapshot, close } = api.topics.status({}, (status) => seen.push(status));
    expect((await snapshot).accepted).toBe(0);
    await clock.advance(5000);
    expect(seen).toHaveLength(0);
    for (let index = 0; index < 20; index += 1) {
      journal.count('accepted');
      await clock.advance(50);
    }
    expect(seen.at(-1)?.accepted).toBe(20);
    expect(seen.length).toBeLessThanOrEqual(4);
    close();
    state.counts = { ...state.counts, waiting: 9 };
    await clock.advance(5000);
    expect(seen.length).toBeLessThanOrEqual(4);
  });

  it('go on after a failed look at the queue', async () => {
    const { api, clock, errors, state } = await makeApi();
    const seen: number[] = [];
    const { snapshot } = api.topics.queue({}, ({ queues }) => seen.push(queues.length));
    expect((await snapshot).queues).toEqual([]);
    const row = {
      identity: 'd.example',
      deliveryType: 'DnsConnectorDelivery',
      status: 'Ready',
      messageCount: 1,
      nextHopDomain: 'd.example',
      nextHopConnector: null,
      lastError: null,
      nextRetryMs: null,
      retryCount: 0,
    } as const;
    const before = state.counts;
    Object.defineProperty(state, 'counts', { configurable: true, get: () => expect.fail('store is away') });
    await clock.advance(1000);
    await until(() => errors.length === 1, 'the failure is reported');
    Object.defineProperty(state, 'counts', { value: before });
    state.queues = [row];
    await clock.advance(1000);
    await until(() => seen.length === 1, 'the queue is told');
    expect(seen).toEqual([1]);
  });

  it('show sessions with or without their lines', async () => {
    const { api, clock, journal } = await makeApi();
    const lines: number[] = [];
    const start = {
      direction: 'receive',
      connector: 'A',
      verbose: false,
      localEndpoint: '10.0.0.1:25',
      remoteEndpoint: '10.0.0.2:1',
    } as const;
    journal.open({ id: '1'.padStart(16, '0'), ...start }).close('Local');
    const quiet = api.topics.sessions({ lines: false, recent: 10 }, (delta) => lines.push(delta.lines.length));
    const full = api.topics.sessions({ lines: true, recent: 0 }, (delta) => lines.push(delta.lines.length));
    expect((await quiet.snapshot).sessions).toHaveLength(1);
    expect((await full.snapshot).sessions).toHaveLength(0);
    journal.open({ id: '2'.padStart(16, '0'), ...start }).write('+', '');
    await clock.advance(100);
    expect(lines).toEqual([0, 1]);
    quiet.close();
    full.close();
    const id = '2'.padStart(16, '0');
    expect((await api.calls['sessions.get']({ id }, caller)).lines).toHaveLength(1);
    await expect(async () => api.calls['sessions.get']({ id: 'gone' }, caller)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await api.calls['devices.list']({}, caller)).toMatchObject([{ address: '10.0.0.2', sessions: 2 }]);
  });
});
