import { describe, expect, it } from 'vitest';
import { parseTranscript } from '../../../main/tester/transcript/parse-transcript.ts';
import { guideDocument, guideSnapshot } from '../../support/guide-configuration.ts';
import { replay, said, stepOf, traceCodes } from '../../support/replay.ts';
import { createReplayer } from '../../../main/tester/replayer.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { conditions } from '../../support/replay.ts';

/** Logins without a password and TLS without a handshake: taken for granted, and said so. */

const passwordHash = 'scrypt$16384$8$1$c2FsdA$aGFzaA';
const accounts = [
  { userName: 'alice', addresses: ['alice@exchange2013demo.com'], passwordHash },
  { userName: 'bob', enabled: false, passwordHash },
];
const withAccounts = guideSnapshot({ sections: { accounts } });
/** The same with logins in the clear on port 25. */
const inTheClear = guideSnapshot({
  sections: {
    accounts,
    receiveConnectors: guideDocument().receiveConnectors.map((connector) =>
      connector.name.startsWith('Default Frontend')
        ? { ...connector, authMechanism: ['Tls', 'BasicAuth'], permissionGroups: ['AnonymousUsers', 'ExchangeUsers'] }
        : connector,
    ),
  },
});
const elsewhere = { remoteAddress: '192.168.0.50' } as const;
const mail = ['MAIL FROM:<alice@exchange2013demo.com>', 'RCPT TO:<b@gmail.com>'] as const;

describe('a recorded login', () => {
  it.each([
    ['LOGIN', 'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0'],
    ['LOGIN with the name at once', 'C: AUTH LOGIN YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0'],
    ['PLAIN', 'C: AUTH PLAIN\nS: 334 \nC: AGFsaWNlAHNlY3JldA=='],
    ['PLAIN with an initial response', 'C: AUTH PLAIN AGFsaWNlAHNlY3JldA=='],
  ])('by AUTH %s needs no password', async (_, login) => {
    const transcript = parseTranscript(
      `S: 220 mx\nC: EHLO app\nS: 250 mx\n${login}\nS: 235 2.7.0 Authentication successful\nC: ${mail[0]}\nS: 250 OK\nC: ${mail[1]}\nS: 250 OK\n`,
    );
    expect(transcript.problems).toEqual([]);
    const result = await replay(inTheClear, transcript, { ...elsewhere, userName: 'alice' });
    expect(result).toMatchObject({ accepted: true, verdict: 'same meaning' });
    const signedIn = result.steps.find(({ actual }) => actual[0]?.startsWith('235'));
    expect(signedIn?.assumptions).toEqual(['Signed in as alice, with a password taken for right.']);
    expect(traceCodes(signedIn ?? stepOf(result, 'EHLO'))).toEqual(
      expect.arrayContaining(['signed-in', 'principals', 'rights']),
    );
    expect(JSON.stringify(result)).not.toMatch(/c2VjcmV0|AGFsaWNl|YWxpY2U/);
    expect(stepOf(result, 'MAIL').trace.find(({ step }) => step === 'send-as')?.text).toContain('alice may send');
  });

  it('fails without an account, and for one that is not there or switched off', async () => {
    const transcript = parseTranscript('C: EHLO app\nC: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nC: QUIT\n');
    for (const [userName, fact] of [
      [null, 'No account was named for this replay, so every login fails.'],
      ['carol', 'There is no enabled account carol.'],
      ['bob', 'There is no enabled account bob.'],
    ] as const) {
      const result = await replay(inTheClear, transcript, { ...elsewhere, userName });
      expect(result).toMatchObject({ accepted: false, firstRefusal: 2 });
      const step = stepOf(result, 'AUTH');
      expect(step).toMatchObject({ actual: ['535 5.7.3 Authentication unsuccessful'], tarpitMs: 5000 });
      expect(step.trace.find(({ step: code }) => code === 'not-signed-in')?.text).toBe(fact);
    }
  });

  it('says where logins are not offered, and does not say its answers', async () => {
    const transcript = parseTranscript(
      'C: EHLO app\nS: 250 mx\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 OK\nC: QUIT\nS: 221 Bye\n',
    );
    const result = await replay(withAccounts, transcript, { ...elsewhere, userName: 'alice' });
    const step = stepOf(result, 'AUTH');
    expect(step.actual).toEqual(['504 5.7.4 Unrecognized authentication type']);
    expect(step.trace.map(({ text }) => text)).toContain(
      'AUTH is not offered before TLS: AuthMechanism has BasicAuthRequireTLS.',
    );
    const answers = result.steps.filter(({ kind }) => kind === 'auth-answer');
    expect(answers.map(({ outcome }) => outcome)).toEqual(['not reached', 'not reached']);
    expect(stepOf(result, 'QUIT').outcome).toBe('accepted');
  });

  it('is completed where the transcript lacks its answers', async () => {
    const result = await replay(inTheClear, said('EHLO app', 'AUTH LOGIN', ...mail), {
      ...elsewhere,
      userName: 'alice',
    });
    expect(result.accepted).toBe(true);
    expect(result.steps.filter(({ kind }) => kind === 'auth-answer').map(({ actual }) => actual[0])).toEqual([
      '334 UGFzc3dvcmQ6',
      '235 2.7.0 Authentication successful',
    ]);
  });
});

describe('an account without a recorded login', () => {
  it('is signed in behind EHLO where that is offered', async () => {
    const result = await replay(inTheClear, said('EHLO app', ...mail), { ...elsewhere, userName: 'alice' });
    expect(result.accepted).toBe(true);
    expect(stepOf(result, 'EHLO').assumptions).toEqual(['Signed in as alice here, with a password taken for right.']);
  });

  it('is not where it is not, and the reason is said', async () => {
    const result = await replay(withAccounts, said('EHLO app', ...mail), { ...elsewhere, userName: 'alice' });
    expect(result.accepted).toBe(false);
    expect(stepOf(result, 'EHLO').assumptions).toEqual([
      'Not signed in as alice. AUTH is not offered before TLS: AuthMechanism has BasicAuthRequireTLS.',
    ]);
  });

  it('waits for STARTTLS where that comes', async () => {
    const result = await replay(withAccounts, said('EHLO app', 'STARTTLS', 'EHLO app', ...mail), {
      ...elsewhere,
      localPort: 587,
      userName: 'alice',
    });
    expect(result).toMatchObject({ accepted: true, connector: 'E15MB1\\Client Frontend E15MB1' });
    expect(result.steps.filter(({ assumptions }) => assumptions.length > 0)).toMatchObject([{ sent: ['EHLO app'] }]);
    expect(result.steps[3]?.assumptions).toHaveLength(1);
  });
});

describe('TLS', () => {
  it('stands where the transcript says STARTTLS, and everything before is forgotten', async () => {
    const result = await replay(withAccounts, said('EHLO app', 'STARTTLS', 'MAIL FROM:<a@b.example>', 'EHLO app'));
    expect(stepOf(result, 'STARTTLS')).toMatchObject({ actual: ['220 2.0.0 SMTP server ready'], outcome: 'accepted' });
    expect(stepOf(result, 'MAIL').actual).toEqual(['503 5.5.2 Send hello first']);
    expect(result.steps[1]?.actual.join()).toContain('STARTTLS');
    expect(result.steps[4]?.actual.join()).not.toContain('STARTTLS');
  });

  it('is not offered without a certificate', async () => {
    const bare = createReplayer({ clock: manualClock(), newGuid: () => 'id', tlsAvailable: () => false });
    const result = await bare.replay(withAccounts, said('EHLO app', 'STARTTLS'), conditions());
    expect(stepOf(result, 'STARTTLS')).toMatchObject({ outcome: 'refused' });
    expect(stepOf(result, 'STARTTLS').trace.map(({ text }) => text)).toContain(
      'STARTTLS is not offered: there is no certificate.',
    );
  });

  it('from the first byte is taken for granted, whatever the connector says of it', async () => {
    const asked = await replay(withAccounts, said('EHLO app'), { implicitTls: true });
    expect(asked.steps[0]?.assumptions).toEqual([
      'TLS from the first byte is taken for granted, although the connector begins in plain text.',
    ]);
    expect(asked.steps[1]?.actual.join()).not.toContain('STARTTLS');
    const document = guideDocument();
    const sections = {
      receiveConnectors: document.receiveConnectors.map((connector) => ({
        ...connector,
        implicitTls: connector.name.startsWith('Relay'),
      })),
    };
    const given = await replay(guideSnapshot({ sections }), said('EHLO app'));
    expect(given.steps[0]?.assumptions).toHaveLength(1);
    expect(given.steps[1]?.actual.join()).not.toContain('STARTTLS');
  });
});
