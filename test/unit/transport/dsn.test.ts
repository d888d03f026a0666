import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDsn, isWanted, statusOf, type DsnRecipient, type Original } from '../../../main/transport/dsn.ts';
import type { QueuedMessage, QueuedRecipient } from '../../../main/transport/queue.ts';
import { requireTool } from '../../support/requirements.ts';

const recipient: QueuedRecipient = {
  ...{ address: 'bob@a.example', notify: [], originalRecipient: 'rfc822;Bob@A.example', index: 0, status: 'ready' },
  ...{ attempts: 1, queue: 'a.example', lastError: null },
};

const message: QueuedMessage = {
  id: 7,
  envelope: { mailFrom: 'scanner@office.example', ret: null, envid: 'env-1', eightBit: false, smtpUtf8: false },
  origin: {
    ...{ source: 'SMTP', connector: 'RELAY\\Relay', sessionId: null, remoteAddress: '192.0.2.1', helo: 'scanner' },
    ...{ account: null, trusted: true },
  },
  ...{ messageId: '<7@office.example>', subject: 'Scan', receivedAtMs: 0, expiresAtMs: 172_800_000 },
  ...{ recipients: [recipient], size: 100, status: 'leased', nextAttemptMs: 0, attempts: 0, crashes: 0 },
  ...{ delayNotified: false, lastError: null },
};

const failed: DsnRecipient = {
  ...{ recipient, action: 'failed', diagnostic: '550 5.1.1 User unknown', remoteHost: 'mx.a.example', lastError: null },
};
const original: Original = {
  kind: 'headers',
  bytes: Buffer.from('Subject: Scan\r\nFrom: scanner@office.example\r\n'),
};
const context = {
  ...{ fqdn: 'relay.office.example', postmaster: 'postmaster@office.example', nowMs: 60_000 },
  ...{ boundary: '=_b-1', messageId: '<dsn-1@relay.office.example>' },
};

function compose(
  changes: Partial<DsnRecipient> = {},
  more: { message?: Partial<QueuedMessage>; original?: Original } = {},
) {
  return composeDsn({ ...message, ...more.message }, [{ ...failed, ...changes }], more.original ?? original, context);
}

interface Parsed {
  readonly defects: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly reportType: string;
  readonly parts: readonly { readonly type: string; readonly defects: readonly string[]; readonly text: string }[];
  readonly fields: readonly Readonly<Record<string, string>>[];
}

/** An independent reader: Python's email package. */
const READER = `
import sys, json, base64, email
from email import policy
def text(p):
    return p.get_content() if p.get_content_type() == 'text/plain' else p.as_string()
def read(one):
    m = email.message_from_bytes(base64.b64decode(one), policy=policy.SMTP)
    parts = list(m.iter_parts())
    fields = [{k: str(v) for k, v in block.items()} for block in parts[1].get_payload()]
    return {'defects': [repr(d) for d in m.defects], 'headers': {k: str(v) for k, v in m.items()},
      'type': m.get_content_type(), 'reportType': str(m.get_param('report-type')), 'fields': fields,
      'parts': [{'type': p.get_content_type(), 'defects': [repr(d) for d in p.defects], 'text': text(p)} for p in parts]}
print(json.dumps([read(one) for one in json.load(sys.stdin)]))
`;

function readAll(messages: readonly Buffer[]): readonly Parsed[] {
  const input = JSON.stringify(messages.map((bytes) => bytes.toString('base64')));
  const { stdout, stderr, status } = spawnSync('python3', ['-c', READER], {
    ...{ input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  });
  if (status !== 0) throw new Error(`python3 could not read the notification: ${stderr}`);
  return JSON.parse(stdout) as Parsed[];
}

function readOne(message: Buffer): Parsed {
  const [parsed] = readAll([message]);
  if (parsed === undefined) throw new Error('nothing was read');
  return parsed;
}

const hasPython = await requireTool('python3');

describe('who wants a notification', () => {
  it.each([
    [[], true, true, false],
    [['NEVER'], false, false, false],
    [['FAILURE'], true, false, false],
    [['DELAY'], false, true, false],
    [['SUCCESS'], false, false, true],
    [['SUCCESS', 'FAILURE', 'DELAY'], true, true, true],
  ] as const)('NOTIFY=%s: failure %s, delay %s, success %s', (notify, failure, delay, success) => {
    const answers = (['failed', 'delayed', 'relayed', 'delivered'] as const).map((action) => isWanted(notify, action));
    expect(answers).toEqual([failure, delay, success, success]);
  });
});

describe('a notification', () => {
  it.runIf(hasPython)('is a report that another program reads', () => {
    const parsed = readOne(compose().bytes);
    expect(parsed).toMatchObject({ defects: [], type: 'multipart/report', reportType: 'delivery-status' });
    expect(parsed.headers).toMatchObject({
      ...{ From: 'Mail Delivery System <postmaster@office.example>', To: 'scanner@office.example' },
      ...{ Subject: 'Undeliverable: Scan', 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<7@office.example>' },
    });
    const types = parsed.parts.map(({ type }) => type);
    expect(types).toEqual(['text/plain', 'message/delivery-status', 'text/rfc822-headers']);
    expect(parsed.parts.flatMap(({ defects }) => defects)).toEqual([]);
    expect(parsed.fields).toEqual([
      {
        ...{ 'Original-Envelope-Id': 'env-1', 'Reporting-MTA': 'dns; relay.office.example' },
        ...{ 'Received-From-MTA': 'dns; scanner', 'Arrival-Date': 'Thu, 01 Jan 1970 00:00:00 +0000' },
      },
      {
        ...{ 'Original-Recipient': 'rfc822;Bob@A.example', 'Final-Recipient': 'rfc822; bob@a.example' },
        ...{ Action: 'failed', Status: '5.1.1', 'Remote-MTA': 'dns; mx.a.example' },
        ...{
          'Diagnostic-Code': 'smtp; 550 5.1.1 User unknown',
          'Last-Attempt-Date': 'Thu, 01 Jan 1970 00:01:00 +0000',
        },
      },
    ]);
    expect(parsed.parts[0]?.text).toContain('Diagnostic information for administrators:');
    expect(parsed.parts[0]?.text).toContain('Generating server: relay.office.example');
    expect(parsed.parts[0]?.text).toContain("Remote Server at mx.a.example returned '550 5.1.1 User unknown'");
    expect(parsed.parts[0]?.text).toContain('Original message headers:');
  });

  it.runIf(hasPython)('keeps its shape whatever a remote server, a subject or an address contains', () => {
    const hostile = fc
      .array(
        fc.constantFrom(
          ...[
            '\r\n',
            '\n',
            '\r',
            '\r\n\r\n',
            '--=_b-1',
            '--=_b-1--',
            'Content-Type: text/html',
            'Action: delivered',
            'é',
          ],
          ...['\0', '\u001b[2J', '\u0085', '\u2028', '<', '>', ';', ' ', 'x'.repeat(1500), '😀', '=?utf-8?B?', 'a'],
        ),
        { maxLength: 12 },
      )
      .map((pieces) => pieces.join(''));
    const composed = fc.tuple(hostile, hostile, hostile).map(
      ([reply, subject, header]) =>
        compose(
          {
            recipient: { ...recipient, address: `${reply}@a.example`, originalRecipient: `rfc822;${subject}` },
            ...{ diagnostic: `550 5.7.1 ${reply}`, remoteHost: header },
          },
          {
            message: { subject, messageId: `<${header}>`, envelope: { ...message.envelope, envid: reply } },
            // The boundary is unguessable, so no original holds it.
            original: { kind: 'headers', bytes: Buffer.from(`X: ${header.replaceAll('--=_b-1', '')}\r\n`) },
          },
        ).bytes,
    );
    fc.assert(
      fc.property(fc.array(composed, { minLength: 50, maxLength: 100 }), (messages) => {
        for (const [index, parsed] of readAll(messages).entries()) {
          expect(parsed.defects).toEqual([]);
          expect(parsed.parts.map(({ type }) => type)).toEqual([
            ...['text/plain', 'message/delivery-status', 'text/rfc822-headers'],
          ]);
          expect(parsed.fields.map((fields) => fields['Action'])).toEqual([undefined, 'failed']);
          const lines = messages[index]?.toString('latin1').split('\r\n') ?? [];
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('has no bare CR or LF, no NUL and no control character in its own parts', () => {
    const { bytes } = compose({ diagnostic: '550 5.7.1 a\r\n--=_b-1\r\nContent-Type: x\0\u001b[2J' });
    const text = bytes.toString('latin1');
    expect(text).not.toMatch(/[^\r]\n|\r[^\n]|[^\r\n\t\P{Cc}]/u);
    expect(text).toContain('Diagnostic-Code: smtp; 550 5.7.1 a --=_b-1 Content-Type: x??[2J\r\n');
  });

  it('gives the whole message back where it was asked for and can be, else the headers', () => {
    const whole = Buffer.from('Subject: Scan\r\n\r\n--=_c\r\nbody\r\n');
    const part = (bytes: Buffer) => compose({}, { original: { kind: 'full', bytes } }).bytes.toString('latin1');
    expect(part(whole)).toContain('Content-Type: message/rfc822\r\n');
    expect(part(whole)).toContain('\r\n\r\nSubject: Scan\r\n\r\n--=_c\r\nbody\r\n');
    const long = part(Buffer.from(`Subject: Scan\r\n\r\n${'x'.repeat(2000)}\r\n`));
    expect(long).toContain('Content-Type: text/rfc822-headers\r\n');
    expect(long).not.toContain('xxxx');
  });

  it('encodes what is not ASCII, and says when it needs 8 bits', () => {
    const plain = compose();
    const accented = compose({}, { message: { subject: 'Müller – Büro 😀 '.repeat(10) } });
    expect([plain.eightBit, accented.eightBit]).toEqual([false, false]);
    const header = accented.bytes.subarray(0, accented.bytes.indexOf('\r\n\r\n')).toString('latin1');
    // eslint-disable-next-line no-control-regex -- everything beyond ASCII is what must not be there
    expect(header).not.toMatch(/[^\u0000-\u007f]/);
    const words = header.match(/=\?utf-8\?B\?([^?]+)\?=/g) ?? [];
    expect(words.every((word) => word.length <= 75)).toBe(true);
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
    expect(decoded).toContain('Undeliverable: Müller – Büro 😀');
    const foreign = compose({ recipient: { ...recipient, address: 'jürgen@a.example' } });
    expect(foreign.eightBit).toBe(true);
    expect(foreign.bytes.toString()).toContain('Final-Recipient: utf-8; j\\x{FC}rgen@a.example\r\n');
    const utf8 = compose({}, { message: { envelope: { ...message.envelope, mailFrom: 'jürgen@office.example' } } });
    expect(utf8.smtpUtf8).toBe(true);
  });

  it('tells a delay and what it waits for, until when', () => {
    const text = compose({ action: 'delayed', diagnostic: null, lastError: '451 4.4.0 no answer' }).bytes.toString();
    expect(text).toContain('Subject: Delivery delayed: Scan');
    expect(text).toContain('Action: delayed\r\nStatus: 4.0.0\r\n');
    expect(text).toContain('Will-Retry-Until: Sat, 03 Jan 1970 00:00:00 +0000');
    expect(text).toContain('What stands in the way: 451 4.4.0 no answer');
  });

  it('says what a refusal means that a provider is known for', () => {
    const refused = '550 5.7.60 SMTP; Client does not have permissions to send as this sender';
    expect(compose({ diagnostic: refused }).bytes.toString()).toContain(
      '\r\nWhat it means: The account that logged in may not send as this sender. Give the account',
    );
    const lastError = `451 4.4.0 Primary target IP address responded with: "550 5.7.64 TenantAttribution; Relay Access Denied" Attempted failover to alternate host, but that did not succeed.`;
    expect(compose({ diagnostic: '550 4.4.7 QUEUE.Expired; message expired', lastError }).bytes.toString()).toContain(
      '\r\nWhat it means: Microsoft 365 does not know this server',
    );
    expect(compose({ diagnostic: '550 5.1.1 User unknown' }).bytes.toString()).not.toContain('What it means');
  });

  it.each([
    ['550 5.1.1 User unknown', 'failed', '5.1.1'],
    ['550 4.4.7 QUEUE.Expired; message expired', 'failed', '4.4.7'],
    ['554 no', 'failed', '5.0.0'],
    [null, 'delayed', '4.0.0'],
    ['250 2.0.0 ok', 'relayed', '2.0.0'],
    ['250 ok', 'delivered', '2.0.0'],
  ] as const)('gives %s as %s the status %s', (diagnostic, action, status) => {
    expect(statusOf({ diagnostic, action })).toBe(status);
  });
});
