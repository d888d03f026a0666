import { createShellCalls } from '../../main/api/shell.ts';
import { invoke } from '../../main/api/serve.ts';
import { openFilesCaller } from '../../main/cli/files-caller.ts';
import type { Caller } from '../../main/cli/context.ts';
import { systemClock } from '../../main/clock.ts';
import { defaultDocument } from '../../main/config/defaults.ts';
import type { Api, CallInput, CallName, CallResult } from '../../main/contract/calls.ts';
import type { CertificateView } from '../../main/contract/delivery-view.ts';
import type { MessageDetail, QueueRow } from '../../main/contract/queue-view.ts';
import { serviceNames } from '../../main/contract/status-view.ts';
import type { TrackingRow } from '../../main/contract/tracking-calls.ts';
import type { ShellFile, ShellRecord } from '../../main/contract/shell-view.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fakeApi } from './fake-api.ts';

/**
 * A shell as an administrator sees it: the configuration is real and on disk, queue, tracking, certificates and services
 * are what a running engine would answer. Files of the person are at hand.
 */
export interface PracticeShell {
  run(text: string): Promise<Practised>;
}

export interface Practised {
  readonly records: readonly ShellRecord[];
  readonly questions: readonly string[];
  readonly files: readonly ShellFile[];
  /** Calls that change something beside the configuration, as `message.remove {"ids":[1],"withNdr":false}`. */
  readonly calls: readonly string[];
}

const CHANGING =
  /^(?:queue\.(?:suspend|resume|retry)|message\.(?:suspend|resume|remove)|services\.st|certificates\.(?:create|remove|import))/;
const HOUR = 3_600_000;

const files: Readonly<Record<string, Buffer>> = {
  'C:\\temp\\ips.txt': Buffer.from('10.20.0.1\r\n10.20.0.2\r\n'),
  'C:\\temp\\unicode.txt': Buffer.from('\uFEFF10.30.0.1\r\n10.30.0.2\r\n', 'utf16le'),
  'C:\\temp\\ips.csv': Buffer.from(
    '#TYPE System.Management.Automation.PSCustomObject\r\n"Name","IP"\r\n"Scanner, hall",10.40.0.1\r\nERP,10.40.0.2\r\n',
  ),
  'C:\\temp\\de.csv': Buffer.from('\uFEFFName;IP\r\nScanner;10.50.0.1\r\n'),
};

export async function openPractice(width = 120): Promise<PracticeShell> {
  const folder = await mkdtemp(join(tmpdir(), 'practice '));
  const document = defaultDocument({ hostname: 'EX01.contoso.com', ports: { smtp: 25, submission: 587 } });
  await writeFile(join(folder, 'config.json'), JSON.stringify(document));
  const onFiles = await openFilesCaller({ dataFolder: folder, clock: systemClock, log: () => undefined });
  onTestFinished(async () => {
    await onFiles.close();
    await rm(folder, { recursive: true });
  });
  return practice(onFiles, width);
}

function practice(onFiles: Caller, width: number): PracticeShell {
  const calls: string[] = [];
  const given = engineAnswers();
  const api = fakeApi(given);
  const shell = createShellCalls({
    clock: systemClock,
    call: async (name, input, caller) => {
      if (CHANGING.test(name)) calls.push(`${name} ${JSON.stringify(input)}`);
      if (!Object.hasOwn(given, name)) return onFiles.call(name, input);
      return (await invoke(api, name, input, caller)) as CallResult<typeof name>;
    },
  });
  const shellApi = fakeApi(shell);
  const call = async <Name extends CallName>(name: Name, input: CallInput<Name>) =>
    (await invoke(shellApi, name, input, { role: 'admin', name: 'test' })) as CallResult<Name>;
  let session: string | null = null;
  return {
    async run(text) {
      calls.length = 0;
      const records: ShellRecord[] = [];
      const questions: string[] = [];
      const written: ShellFile[] = [];
      let outcome = await call('shell.run', { text, session, width });
      for (;;) {
        session = outcome.session;
        records.push(...outcome.records);
        written.push(...outcome.files);
        const { question } = outcome;
        if (question === null) return { records, questions, files: written, calls: [...calls] };
        questions.push(question.text);
        outcome = await call('shell.answer', { session, answer: answerTo(question) });
      }
    },
  };
}

function answerTo(question: NonNullable<CallResult<'shell.run'>['question']>): string | null {
  if (question.kind === 'choice') return 'Y';
  if (question.kind === 'text') return question.expected;
  return question.kind === 'file' ? (files[question.path]?.toString('base64') ?? null) : 'a long password';
}

function engineAnswers(): Partial<Api['calls']> {
  const now = systemClock.now();
  const queues = [
    queue('Submission', { deliveryType: 'Undefined', messageCount: 1 }),
    queue('fabrikam.com', { status: 'Retry', messageCount: 12, lastError: '451 4.4.0 Connection refused' }),
    queue('adatum.com', { messageCount: 2 }),
    queue('Unreachable', { deliveryType: 'Unreachable', messageCount: 1 }),
  ];
  const messages = [
    message(1, {
      queue: 'fabrikam.com',
      from: 'a@b.com',
      receivedAtMs: now - 50 * HOUR,
      error: '451 4.4.0 Connection refused',
    }),
    message(2, {
      queue: 'fabrikam.com',
      from: 'spammer@evil.example',
      receivedAtMs: now - HOUR,
      error: '451 4.4.0 Connection refused',
    }),
    message(3, { queue: 'adatum.com', from: 'scanner@contoso.com', receivedAtMs: now - HOUR, error: null }),
  ];
  return {
    'queue.list': () => queues,
    'queue.messages': ({ queue: name }) => ({
      messages: messages.filter(
        ({ recipients }) =>
          name === undefined || recipients.some((one) => one.queue.toLowerCase() === name.toLowerCase()),
      ),
      next: null,
    }),
    'queue.message': ({ id }) => {
      const found = messages.find((one) => one.id === id);
      if (found === undefined) throw new Error(`no message ${String(id)}`);
      return found;
    },
    'queue.suspend': () => null,
    'queue.resume': () => null,
    'queue.retry': () => ({ count: 1 }),
    'message.suspend': ({ ids }) => ({ count: ids.length }),
    'message.resume': ({ ids }) => ({ count: ids.length }),
    'message.remove': ({ ids }) => ({ count: ids.length }),
    'message.content': () => ({ base64: Buffer.from('Subject: x\r\n\r\nbody\r\n').toString('base64') }),
    'services.list': () => serviceNames.map((name) => ({ name, state: 'running' as const })),
    'services.start': () => null,
    'services.stop': () => null,
    'certificates.list': () => ({ certificates: [certificate] }) as unknown as CallResult<'certificates.list'>,
    'certificates.create': () => ({ file: 'made' }) as unknown as CallResult<'certificates.create'>,
    'certificates.remove': ({ file }) => ({ file }),
    'tracking.list': ({ filter }) =>
      tracked(now).filter(
        (row) =>
          row.atMs >= (filter.startMs ?? 0) &&
          (filter.sender === undefined || row.sender === filter.sender) &&
          (filter.eventId === undefined || row.eventId === filter.eventId),
      ),
  };
}

function queue(identity: string, more: Partial<QueueRow>): QueueRow {
  return {
    ...{ identity, deliveryType: 'DnsConnectorDelivery', status: 'Ready', messageCount: 0, nextHopDomain: identity },
    ...{ nextHopConnector: 'Internet', lastError: null, nextRetryMs: null, retryCount: 0, ...more },
  };
}

interface Waiting {
  readonly queue: string;
  readonly from: string;
  readonly receivedAtMs: number;
  readonly error: string | null;
}

function message(id: number, { queue: name, from, receivedAtMs, error }: Waiting): MessageDetail {
  return {
    ...{ id, messageId: `<m${String(id)}@contoso.com>`, subject: `Scan ${String(id)}`, mailFrom: from, size: 2048 },
    ...{ status: 'ready', source: 'SMTP', connector: 'EX01\\Relay', remoteAddress: '10.1.1.5', sessionId: null },
    ...{ receivedAtMs, expiresAtMs: receivedAtMs + 48 * HOUR, nextAttemptMs: receivedAtMs, releaseAtMs: null },
    ...{ attempts: error === null ? 0 : 3, lastError: error, helo: 'scanner', account: null, ret: null, envid: null },
    ...{ eightBit: false, smtpUtf8: false, rewritten: [], repairs: [], attemptLog: [] },
    recipients: [
      {
        ...{ address: `user@${name}`, status: 'ready', attempts: 0, queue: name, lastError: error },
        ...{ notify: [], originalRecipient: null, detour: null },
      },
    ],
  };
}

const certificate: CertificateView = {
  ...{ file: 'mail', name: '<I>CN=Contoso CA<S>CN=mail.contoso.com', subject: 'CN=mail.contoso.com' },
  ...{
    names: ['mail.contoso.com', 'relay.contoso.com'],
    issuers: ['CN=Contoso CA'],
    selfSigned: false,
    state: 'valid',
  },
  ...{ notBeforeMs: 0, notAfterMs: Date.UTC(2040, 0, 1), serialNumber: '01', uses: [] },
  thumbprint: '5113AE0233A72FCCB75B1D0198628675333D010E',
} as unknown as CertificateView;

function tracked(now: number): readonly TrackingRow[] {
  const row = (hours: number, eventId: string, sender: string, totalBytes: number): TrackingRow => ({
    ...{
      atMs: now - hours * HOUR,
      eventId,
      source: 'SMTP',
      sender,
      recipients: ['user@fabrikam.com'],
      recipientStatus: [],
    },
    ...{ messageSubject: 'Scan', messageId: '<m@contoso.com>', internalMessageId: '1', clientIp: '10.1.1.5' },
    ...{ clientHostname: 'scanner', serverIp: '10.0.0.1', serverHostname: 'EX01', connectorId: 'EX01\\Relay' },
    ...{ sourceContext: '', totalBytes, recipientCount: 1, relatedRecipientAddress: '', reference: '' },
    ...{ returnPath: sender, directionality: 'Incoming' },
  });
  return [
    row(30, 'RECEIVE', 'old@contoso.com', 1000),
    row(1, 'RECEIVE', 'scanner@contoso.com', 5000),
    row(1, 'SEND', 'scanner@contoso.com', 5100),
    row(0.5, 'FAIL', 'erp@contoso.com', 700),
  ];
}
