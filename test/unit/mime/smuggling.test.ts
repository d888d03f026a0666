import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { DotStuffer } from '../../../main/delivery/dot-stuffer.ts';
import { DataScanner } from '../../../main/frontend/data-scanner.ts';
import { ANY_SERVER, OLD_SERVER, receive, send, throughTheWire } from './way-out.ts';

/** What repair makes of a message is one message, whatever is in it, and says what it said. */

const { vectors } = JSON.parse(readFileSync(new URL('../../fixtures/smuggling.json', import.meta.url), 'utf8')) as {
  vectors: { id: string; sequence: string }[];
};
const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0' };
const smuggled = 'MAIL FROM:<smug@a.example>\r\nRCPT TO:<v@b.example>\r\nDATA\r\nSubject: SMUGGLED\r\n\r\nx\r\n.\r\n';

/** Places where repair rewrites: text and base64, in short lines and long ones, and a header field. */
function messagesWith(sequence: string): readonly string[] {
  const head = 'From: a@b.example\r\nTo: c@d.example\r\nSubject: Gr\xfc\xdfe';
  const part = (encoding: string, text: string): string =>
    `${head}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}\r\n--b--\r\n`;
  return [
    `${head}${sequence}${smuggled}\r\n\r\nbody \xe4\r\n`,
    `${head}\r\n\r\n\xe4${sequence}${smuggled}`,
    `${head}\r\n\r\n${'x'.repeat(1200)}${sequence}${smuggled}tail\xe4`,
    part('8bit', `\xe4${sequence}${smuggled}`),
    part('base64', `${'QUJD'.repeat(400)}${sequence}${smuggled}`),
    part('quoted-printable', `${'=41'.repeat(400)}=${sequence}${smuggled}`),
    `${head}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble \xe4${sequence}${smuggled}--b\r\n\r\nx\r\n--b--\r\n`,
  ];
}

describe('smtprelayd 1: a dot between line feeds', () => {
  it.each(vectors)('$id survives no repair', async ({ sequence }) => {
    const raw = sequence.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? '');
    for (const message of messagesWith(raw)) {
      const { bytes: kept } = await receive(Buffer.from(message, 'latin1'));
      for (const needs of [OLD_SERVER, ANY_SERVER]) {
        for (const chunk of [0, 7]) {
          const { bytes } = await send(kept, needs, chunk);
          expect(bytes.toString('latin1')).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
          const stuffer = new DotStuffer();
          const wire = Buffer.concat([...stuffer.stuff(bytes), stuffer.end()]);
          const { rest } = new DataScanner(true).push(wire);
          expect(rest?.toString('latin1')).toBe('');
        }
      }
    }
  });
});

const text = fc.string({
  unit: fc.constantFrom('a', ' ', 'ä', '€', '😀', '=', '.', '-', '\t', '\r\n', '\r\n.', '\r\n--b', 'word '),
  maxLength: 60,
});
const part = fc.record({ text, long: fc.boolean(), charset: fc.constantFrom('utf-8', 'iso-8859-1') });

describe('what was repaired', () => {
  it('says the same to a parser of others: text, and files byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(part, fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (body, file, isRaw) => {
        const { bytes: kept } = await receive(messageOf(body, Buffer.from(file), isRaw));
        const before = await PostalMime.parse(kept);
        for (const needs of [OLD_SERVER, ANY_SERVER]) {
          const after = await PostalMime.parse(throughTheWire((await send(kept, needs)).bytes));
          // White space at the end of a line is nothing that mail promises to keep.
          expect(lines(after.text)).toBe(lines(before.text));
          expect(after.subject).toBe(before.subject);
          expect(
            after.attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer)]),
          ).toEqual(before.attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer)]));
        }
      }),
      { numRuns: 100 },
    );
  });
});

function messageOf(
  { text: said, long, charset }: { text: string; long: boolean; charset: string },
  file: Buffer,
  isRaw: boolean,
): Buffer {
  // A boundary within the text would end it, for everybody.
  const content = `${long ? 'long words '.repeat(120) : ''}${said.replaceAll('\r\n--b', '\r\n-- b')}`;
  const encoded =
    charset === 'utf-8' ? Buffer.from(content) : Buffer.from(content.replaceAll(/[^\0-\xff]+/g, '?'), 'latin1');
  const base64 = file.toString('base64');
  const attached = isRaw ? base64 : (base64.match(/.{1,76}/g) ?? []).join('\r\n');
  const head = `From: a@b.example\r\nTo: c@d.example\r\nSubject: Gr\xfc\xdfe\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`;
  const tail = `\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${attached}\r\n--b--\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), encoded, Buffer.from(tail)]);
}

function lines(said: string | undefined): string {
  return (said ?? '').replaceAll(/[ \t]*\r?\n/g, '\n').trimEnd();
}
