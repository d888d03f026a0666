import { describe, expect, it } from 'vitest';
import { GUIDE_NEIGHBOUR, guideSnapshot } from '../../support/guide-configuration.ts';
import { conditions, published, replay, replayer, said, stepOf, traceCodes } from '../../support/replay.ts';

const verdictsOf = ({ steps }: Awaited<ReturnType<typeof replay>>) => steps.map(({ verdict }) => verdict);

describe('the published sessions on the server of the guide', () => {
  it('01: a device sends to the own domain before there is a relay connector', async () => {
    const result = await replay(guideSnapshot({ relay: false }), published('01-internal-relay.txt'));
    expect(verdictsOf(result)).toEqual(['same meaning', 'same', 'same', 'same', 'same meaning', 'same meaning']);
    expect(result.steps[0]?.difference).toBe('Only the date differs.');
    expect(result.steps[5]?.difference).toBe('Only the message id and the internal id differ.');
    expect(result).toMatchObject({
      accepted: true,
      firstRefusal: null,
      verdict: 'same meaning',
      connector: 'E15MB1\\Default Frontend E15MB1',
    });
    expect(result.routes).toMatchObject([
      {
        recipient: 'administrator@exchange2013demo.com',
        kind: 'mailbox',
        nextHop: 'administrator',
        sendConnector: null,
      },
    ]);
  });

  it('02: it is refused outside as long as there is none', async () => {
    const result = await replay(guideSnapshot({ relay: false }), published('02-external-refused.txt'));
    expect(verdictsOf(result)).toEqual(['same meaning', 'same', 'same', 'same']);
    expect(result).toMatchObject({ accepted: false, firstRefusal: 3, verdict: 'same meaning', routes: [] });
    const refused = stepOf(result, 'rcpt to');
    expect(refused).toMatchObject({ actual: ['550 5.7.1 Unable to relay'], outcome: 'refused', tarpitMs: 5000 });
    expect(traceCodes(refused)).toEqual(
      expect.arrayContaining(['right-granted', 'rights', 'relay', 'refused', 'tarpit']),
    );
  });

  it('03: it relays through its connector', async () => {
    const result = await replay(guideSnapshot(), published('03-external-relay.txt'));
    expect(verdictsOf(result)).toEqual(['same meaning', 'same', 'same', 'same', 'same meaning', 'same meaning']);
    expect(result).toMatchObject({ accepted: true, connector: 'E15MB1\\Relay E15MB1' });
    expect(result.routes).toMatchObject([
      { kind: 'smart-host', nextHop: 'smtp.example.com', sendConnector: 'Internet' },
    ]);
  });

  it('03: is refused from the address beside it', async () => {
    const result = await replay(guideSnapshot(), published('03-external-relay.txt'), {
      remoteAddress: GUIDE_NEIGHBOUR,
    });
    expect(result).toMatchObject({ accepted: false, firstRefusal: 3, verdict: 'different' });
    const [, , , rcpt, data, body] = result.steps;
    expect(rcpt).toMatchObject({ actual: ['550 5.7.1 Unable to relay'], verdict: 'different' });
    expect(rcpt?.difference).toBe(
      'It refuses (550) where the recorded reply accepts (250): the recipient is in a domain that this client may not relay to.',
    );
    expect(data).toMatchObject({ actual: ['503 5.5.2 Need rcpt command'] });
    expect(body).toMatchObject({ outcome: 'not reached', actual: [], verdict: 'different' });
    expect(body?.difference).toContain('DATA was not accepted');
  });

  it('in dialect 2016 the refusal means the same in other words', async () => {
    const result = await replay(guideSnapshot({ relay: false, dialect: '2016' }), published('02-external-refused.txt'));
    expect(result.verdict).toBe('same meaning');
    expect(stepOf(result, 'rcpt to')).toMatchObject({
      actual: ['550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
      verdict: 'same meaning',
      difference: 'Other words: both say that the recipient is in a domain that this client may not relay to.',
    });
  });

  it.each(['01-internal-relay.txt', '03-external-relay.txt'])('in dialect 2016 %s means the same', async (name) => {
    const result = await replay(guideSnapshot({ dialect: '2016' }), published(name));
    expect(result).toMatchObject({ accepted: true, verdict: 'same meaning' });
  });
});

describe('a replay without reasons', () => {
  it.each(['01-internal-relay.txt', '02-external-refused.txt', '03-external-relay.txt'])(
    'answers %s as one with them',
    async (name) => {
      const [snapshot, transcript] = [guideSnapshot({ relay: false }), published(name)];
      const plain = await replayer.replay(snapshot, transcript, conditions(), 'replies');
      const full = await replay(snapshot, transcript);
      const untold = ({ steps, ...rest }: typeof full) => ({
        ...rest,
        steps: steps.map((step) => ({ ...step, trace: [] })),
      });
      expect(untold(plain)).toEqual(untold(full));
      expect(plain.steps.flatMap(traceCodes)).not.toContain('right-granted');
    },
  );
});

describe('the trace of a connection', () => {
  it('names every connector with its reason, the range, the rights, limits and tolerance', async () => {
    const { steps } = await replay(guideSnapshot(), said('HELO scanner'));
    const [connect] = steps;
    expect(connect?.trace).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ step: 'candidate-larger-range' }),
        expect.objectContaining({ step: 'candidate-binding-mismatch' }),
        expect.objectContaining({
          step: 'connector-selected',
          data: expect.objectContaining({ range: '192.168.0.181', addresses: '1' }) as unknown,
        }),
        expect.objectContaining({ step: 'principals' }),
        expect.objectContaining({
          step: 'limits',
          data: expect.objectContaining({ maxRecipientsPerMessage: 200 }) as unknown,
        }),
        expect.objectContaining({ step: 'tolerance', data: { tolerance: 'DeviceFriendly' } }),
      ]),
    );
  });

  it('says why nobody takes it, and what was not reached', async () => {
    const result = await replay(guideSnapshot(), said('HELO scanner', 'QUIT'), { localPort: 2600 });
    expect(result).toMatchObject({ accepted: false, connector: null, firstRefusal: 0 });
    expect(result.steps[0]).toMatchObject({ actual: ['421 4.3.2 Service not available'], outcome: 'deferred' });
    expect(traceCodes(result.steps[0] ?? stepOf(result, 'HELO'))).toContain('no-connector');
    expect(result.steps.slice(1).map(({ outcome }) => outcome)).toEqual(['not reached', 'not reached']);
    expect(result.steps[1]?.difference).toContain('421 4.3.2');
  });
});

describe('a message', () => {
  const device = guideSnapshot();
  const opening = ['EHLO scanner', 'MAIL FROM:<a@exchange2013demo.com>', 'RCPT TO:<b@gmail.com>', 'DATA'] as const;

  it('is sent with its dots, and sized for its way', async () => {
    const large = 'x'.repeat(1000);
    const sections = {
      sendConnectors: [{ name: 'Internet', addressSpaces: ['*'], smartHosts: ['a.example'], maxMessageSize: '64KB' }],
    };
    const body = ['Subject: dots', '', '.', '..', '.x', ...Array<string>(70).fill(large)];
    const transcript = said(...opening);
    const withBody = {
      ...transcript,
      steps: [
        ...transcript.steps,
        { kind: 'body' as const, line: 5, text: body, reply: null },
        { kind: 'command' as const, line: 90, text: ['QUIT'], reply: null },
      ],
    };
    const result = await replay(guideSnapshot({ sections }), withBody);
    const message = result.steps.find(({ kind }) => kind === 'body');
    expect(message?.actual[0]).toMatch(/^250 2\.6\.0 <3fe0353b-.*> \[InternalId=1\] Queued mail for delivery$/);
    expect(message?.trace.find(({ step }) => step === 'message-size')?.data).toMatchObject({
      bytes: body.reduce((sum, line) => sum + line.length + 2, 0),
    });
    // Before DATA the size is not known.
    expect(stepOf(result, 'RCPT').trace.find(({ step }) => step === 'route')?.data).toMatchObject({
      kind: 'smart-host',
    });
    expect(result.routes).toMatchObject([{ kind: 'fail' }]);
    expect(stepOf(result, 'QUIT').actual).toEqual(['221 2.0.0 Service closing transmission channel']);
  });

  it('notes what was mended in it', async () => {
    const result = await replay(device, published('03-external-relay.txt'));
    expect(stepOf(result, 'helo').deviations).toMatchObject([{ code: 'helo-without-name' }]);
    expect(result.steps.at(-1)?.deviations.map(({ code }) => code)).toContain('added-headers');
  });

  it('is made up where the transcript has none and goes on', async () => {
    const transcript = said(...opening);
    const quit = { kind: 'command' as const, line: 9, text: ['QUIT'], reply: null };
    const result = await replay(device, {
      ...transcript,
      steps: [...transcript.steps, quit],
    });
    const made = result.steps.find(({ kind }) => kind === 'body');
    expect(made).toMatchObject({ line: null, outcome: 'accepted', verdict: 'not compared' });
    expect(made?.assumptions).toEqual(['The transcript has no message behind DATA; an empty one was sent.']);
    expect(stepOf(result, 'QUIT').outcome).toBe('accepted');
  });

  it('may be missing at the end', async () => {
    const result = await replay(device, said(...opening.slice(0, 3)));
    expect(result).toMatchObject({ accepted: true, verdict: 'not compared' });
    expect(result.routes).toHaveLength(1);
  });
});

describe('a session that ends early', () => {
  it('shows the closing reply with the last refusal and reaches nothing behind it', async () => {
    const result = await replay(guideSnapshot(), said('EHLO a', ...Array<string>(7).fill('NOSUCH'), 'NOOP'));
    const closing = result.steps.find(({ actual }) => actual.length > 1 && actual[0]?.startsWith('500'));
    expect(closing?.actual).toEqual([
      '500 5.3.3 Unrecognized command',
      '421 4.7.0 Too many errors on this connection, closing transmission channel',
    ]);
    expect(closing?.outcome).toBe('refused');
    expect(stepOf(result, 'NOOP')).toMatchObject({ outcome: 'not reached', actual: [] });
    expect(stepOf(result, 'NOOP').difference).toMatch(/the session had ended/);
  });
});

it('leaves nothing behind and says the same every time', async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const results = [];
  for (let time = 0; time < 3; time += 1)
    results.push(await replay(guideSnapshot(), published('03-external-relay.txt')));
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(before);
});
