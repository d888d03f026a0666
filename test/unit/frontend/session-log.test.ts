import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { connectorOn } from '../../support/frontend-harness.ts';
import { client, converse, greeted, lastSession, onStage, start, startWith } from './stage.ts';

onStage();

/** What the protocol log says between the lines of the dialogue. */

describe('the session log', () => {
  it('names each message that begins by session, start and number, and none that was refused', async () => {
    const h = await start({ maxMessageSize: '64KB' });
    const c = await greeted();
    await converse(c, [
      ['MAIL FROM:<a@b.example> SIZE=99999999', '552 *'],
      ['MAIL FROM:<a@b.example>', '250 *'],
      ['RSET', '250 *'],
      ['MAIL FROM:<a@b.example>', '250 *'],
    ]);
    const { id, startedMs, lines } = lastSession(h);
    const begun = lines.filter(({ context }) => context === 'receiving message');
    expect(begun.map(({ event, data }) => `${event} ${data.replace(/T[\d:]{8}\.\d{3}Z/, ' TIME')}`)).toEqual(
      [1, 2].map((number) => `* ${id};${new Date(startedMs).toISOString().slice(0, 10)} TIME;${String(number)}`),
    );
    const [first] = begun;
    expect(Math.abs(Date.parse(first?.data.split(';')[1] ?? '') - startedMs)).toBeLessThan(1000);
    const at = lines.findIndex((line) => line === first);
    expect([lines[at - 1]?.data, lines[at + 1]?.data]).toEqual(['MAIL FROM:<a@b.example>', '250 2.1.0 Sender OK']);
  });

  it.each([
    ['after STARTTLS', '127.0.0.1'],
    ['with TLS from the first byte', '127.0.0.3'],
  ])('shows the certificate that is sent %s', async (_when, from) => {
    const h = await startWith((port) => ({
      receiveConnectors: [
        connectorOn(port),
        connectorOn(port, { name: 'Implicit', remoteIPRanges: ['127.0.0.3'], implicitTls: true }),
      ],
    }));
    const c = await client({ from, implicitTls: from === '127.0.0.3' });
    await c.expect('220 *');
    if (from === '127.0.0.1') {
      await converse(c, [
        ['EHLO x', '250-*'],
        ['STARTTLS', '220 *'],
      ]);
      await c.startTls();
    }
    await converse(c, [['NOOP', '250 *']]);
    const shown = (c.socket as TLSSocket).getPeerX509Certificate() as X509Certificate;
    const { lines } = lastSession(h);
    const at = lines.findIndex(({ context }) => context.startsWith('Sending certificate'));
    const { subject, serialNumber, fingerprint, validFromDate, validToDate } = shown;
    expect(lines[at]).toMatchObject({
      event: '*',
      context:
        'Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names',
      data: expect.stringMatching(
        `^ ${subject} ${subject} ${serialNumber} ${fingerprint.replaceAll(':', '')} ` +
          `${validFromDate.toISOString()} ${validToDate.toISOString()} mail\\.office\\.example;`,
      ) as string,
    });
    expect(lines[at + 1]?.context).toMatch(/^TLS protocol TLSv1\.3 negotiation succeeded/);
  });
});
