import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { onTestFinished } from 'vitest';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type X509Certificate,
} from '@peculiar/x509';
import { systemClock } from '../../../main/clock.ts';
import type { SendConnector } from '../../../main/config/snapshot.ts';
import type { Attempt, AttemptResult, Target } from '../../../main/delivery/target.ts';
import { createSmartHostTarget, type SmartHostDeps } from '../../../main/delivery/smart-host.ts';
import type { Journal, SessionLog } from '../../../main/journal/journal.ts';
import type { QueuedRecipient } from '../../../main/transport/queue.ts';
import {
  startScriptedSink,
  type ScriptedSink,
  type SinkCertificate,
  type SinkScript,
} from '../../support/scripted-sink.ts';

/** Ends with the test. */
export function later(close: () => Promise<void>): void {
  onTestFinished(close);
}

export async function sink(script: SinkScript = {}, host?: string, port?: number): Promise<ScriptedSink> {
  const started = await startScriptedSink(script, host, port);
  later(() => started.close());
  return started;
}

/** The session log as one list of `event data context` lines. */
export function recordingJournal(): { journal: Journal; lines: string[]; sessions: number; open: number } {
  const record = { journal: {} as Journal, lines: [] as string[], sessions: 0, open: 0 };
  const log: SessionLog = {
    id: '0000000000000000',
    write: (event, data, context = '') => record.lines.push(`${event} ${data}${context === '' ? '' : ` ${context}`}`),
    trace: () => undefined,
    deviation: () => undefined,
    knock: () => undefined,
    update: () => undefined,
    transaction: ({ accepted, reply }) => record.lines.push(`= ${String(accepted)} ${reply}`),
    close: (by) => {
      record.open -= 1;
      record.lines.push(`- ${by}`);
    },
  };
  record.journal = {
    open: () => {
      record.sessions += 1;
      record.open += 1;
      return log;
    },
    track: () => undefined,
    count: () => undefined,
    counters: () => ({
      accepted: 0,
      delivered: 0,
      refused: 0,
      deferred: 0,
      failed: 0,
      'dropped-log-lines': 0,
      sessions: 0,
    }),
    close: () => Promise.resolve(),
  };
  return record;
}

export function sendConnector(changes: Partial<SendConnector> = {}): SendConnector {
  return {
    identity: 'SERVER\\Out',
    name: 'Out',
    enabled: true,
    addressSpaces: [{ text: 'SMTP:*;1', pattern: '', match: 'any', cost: 1 }],
    smartHosts: ['127.0.0.1'],
    port: 25,
    auth: 'None',
    userName: null,
    oauth: null,
    secretName: 'send-connector/Out',
    tls: 'opportunistic',
    tlsAuthLevel: 'EncryptionOnly',
    tlsDomain: null,
    tlsPinnedFingerprint: null,
    secureDomains: [],
    tlsCertificateName: null,
    signDkim: false,
    forceHelo: false,
    fqdn: 'relay.example',
    maxMessageBytes: Number.POSITIVE_INFINITY,
    inactivityTimeoutMs: 600_000,
    maxMessagesPerConnection: 20,
    quota: null,
    maxConnections: 5,
    conditions: null,
    sendWindow: null,
    rewriting: null,
    verboseLog: true,
    ...changes,
  };
}

export function smartHostDeps(changes: Partial<SmartHostDeps> = {}): SmartHostDeps {
  return {
    clock: systemClock,
    journal: recordingJournal().journal,
    sessionId: () => '0000000000000000',
    isOwnListener: () => false,
    lookup: () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' })),
    getSecret: () => Promise.resolve('geheim'),
    tokens: { token: () => Promise.resolve('a-token'), renew: () => Promise.resolve(null) },
    ...changes,
  };
}

export function smartHost(connector: Partial<SendConnector>, deps: Partial<SmartHostDeps> = {}): Target {
  const target = createSmartHostTarget(sendConnector(connector), smartHostDeps(deps));
  later(() => target.close());
  return target;
}

export function recipient(address: string, index = 0, changes: Partial<QueuedRecipient> = {}): QueuedRecipient {
  return {
    index,
    address,
    notify: [],
    originalRecipient: null,
    status: 'ready',
    attempts: 0,
    queue: 'next.example',
    lastError: null,
    ...changes,
  };
}

export const SMALL_BODY = Buffer.from('Subject: test\r\n\r\nHello\r\n');

export function attemptOf(
  changes: Partial<Omit<Attempt, 'envelope'>> & {
    to?: readonly string[];
    envelope?: Partial<Attempt['envelope']>;
  } = {},
): Attempt {
  const { to = ['b@b.example'], envelope, ...rest } = changes;
  return {
    id: 1,
    messageId: '<1@a.example>',
    size: SMALL_BODY.length,
    recipients: to.map((address, index) => recipient(address, index)),
    body: () => Promise.resolve(SMALL_BODY),
    ...rest,
    envelope: { mailFrom: 'a@a.example', ret: null, envid: null, eightBit: false, smtpUtf8: false, ...envelope },
  };
}

export function deliver(target: Target, attempt = attemptOf(), signal?: AbortSignal): Promise<AttemptResult> {
  return target.deliver(attempt, signal ?? new AbortController().signal);
}

/** `delivered`, or `verdict: error`, one per recipient. */
export function verdicts(result: AttemptResult): string[] {
  return [...result.outcomes]
    .sort((one, other) => one.index - other.index)
    .map(({ verdict, error }) => (error === null ? verdict : `${verdict}: ${error}`));
}

export interface TestCertificate extends SinkCertificate {
  readonly fingerprint: string;
  readonly parsed: X509Certificate;
}

/** A certificate for `names`, signed by itself, valid now unless `expired`. */
export async function certificateFor(names: readonly string[], expired = false): Promise<TestCertificate> {
  const crypto = webcrypto as unknown as Crypto;
  cryptoProvider.set(crypto);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const dayMs = 86_400_000;
  const parsed = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${names[0] ?? 'test'}`,
    notBefore: new Date(Date.now() - 10 * dayMs),
    notAfter: new Date(Date.now() + (expired ? -dayMs : dayMs)),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    ],
  });
  const exported = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const thumbprint = Buffer.from(await parsed.getThumbprint('SHA-256'))
    .toString('hex')
    .toUpperCase();
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${exported.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
    cert: parsed.toString('pem'),
    fingerprint: thumbprint.replace(/(..)(?=.)/g, '$1:'),
    parsed,
  };
}
