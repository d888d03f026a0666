import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { surveyRepair } from '../../../main/mime/repair.ts';
import { ANY_SERVER, OLD_SERVER } from './way-out.ts';

/** One message of a stranger must not hold up the mail of all others: what is found costs the same for each line. */

const head = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
const part = '--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\nx\r\n';

describe('a message of many parts', () => {
  it('with many lines of eight bits behind them is looked through once', async () => {
    // A search among the parts for each of these lines would take minutes.
    const lines = Buffer.from('\xe9\r\n'.repeat(20_000), 'latin1');
    const message = [Buffer.from(`${head}${part.repeat(9990)}--b--\r\n`), ...Array<Buffer>(30).fill(lines)];
    const { repairs } = await surveyRepair(Readable.from(message), OLD_SERVER);
    expect(repairs.size).toBe(9991);
  }, 25_000);

  it.each([
    ['multipart', `${head}${'--b\r\n\r\n'.repeat(10_001)}`],
    ['nested', 'Content-Type: message/rfc822\r\n\r\n'.repeat(10_001)],
  ])('that is beyond repair (%s) is not read to its end', async (_kind, beginning) => {
    let read = 0;
    const message = Readable.from(
      (function* () {
        yield Buffer.from(beginning);
        for (; read < 1000; read += 1) yield Buffer.from('x\r\n');
      })(),
    );
    const { notes } = await surveyRepair(message, ANY_SERVER);
    expect(notes).toEqual(['The message has too many parts to be repaired.']);
    expect(read).toBeLessThan(100);
  });
});
