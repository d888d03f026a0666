import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { decodeWords, readHeader } from '../../../main/transport/header-fields.ts';

const read = (text: string) => readHeader(Buffer.from(text));

test('fields are unfolded and decoded, the body is left out', async () => {
  const { fields, isCut } = await read(
    'Received: from a\r\n\tby b; now\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?=\r\n =?iso-8859-1?B?IEL8cm8=?=\r\n\r\nX: body\r\n',
  );
  expect(fields).toEqual([
    { name: 'Received', value: 'from a by b; now' },
    { name: 'Subject', value: 'Grüße aus Büro' },
  ]);
  expect(isCut).toBe(false);
});

test.each([
  ['=?utf-8?Q?a?= =?utf-8?Q?b?= c', 'ab c'],
  ['=?nowhere-8?Q?a?=', '=?nowhere-8?Q?a?='],
  ['=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
  ['plain =? text', 'plain =? text'],
  ['=?utf-8?B?!!?=', ''],
])('%j says %j', (word, text) => {
  expect(decodeWords(word)).toBe(text);
});

test('eight-bit text is UTF-8 where it can be', async () => {
  expect((await read('Subject: Grüße\r\n\r\n')).fields[0]?.value).toBe('Grüße');
  const latin = Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\n', 'latin1');
  expect((await readHeader(latin)).fields[0]?.value).toBe('Grüße');
});

test('a message without header has none', async () => {
  expect(await read('\r\nSubject: body\r\n')).toEqual({ fields: [], isCut: false });
});

test('a header without end is cut, and the rest of the file is not read', async () => {
  let read = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        read += 1;
        yield Buffer.from(`X-Filler-${String(read)}: ${'x'.repeat(1000)}\r\n`);
      }
    })(),
  );
  const { fields, isCut } = await readHeader(endless);
  expect(isCut).toBe(true);
  expect(fields.length).toBeLessThan(80);
  expect(endless.destroyed).toBe(true);
});
