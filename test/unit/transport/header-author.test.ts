import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewriteAuthor } from '../../../main/transport/header-author.ts';

const NEW = 'scans@office.example';
const edit = (fields: readonly string[], keepOriginal = true) =>
  rewriteAuthor(fields.map((field) => `${field}\r\n`).join(''), { address: NEW, keepOriginal });
const linesOf = (text: string): readonly string[] => text.split('\r\n').slice(0, -1);

describe('another author', () => {
  it.each([
    ['From: printer@local.lan', `From: <${NEW}>`],
    ['From: <printer@local.lan>', `From: <${NEW}>`],
    ['From: Copier 2nd floor <printer@local.lan>', `From: Copier 2nd floor <${NEW}>`],
    ['From: "Copier, 2nd" <printer@local.lan>', `From: "Copier, 2nd" <${NEW}>`],
    ['FROM : =?utf-8?q?B=C3=BCro?= <printer@local.lan>', `From: =?utf-8?q?B=C3=BCro?= <${NEW}>`],
    ['From: B\u00fcro <printer@local.lan>', `From: B\u00fcro <${NEW}>`],
    ['From: printer@local.lan (Copier)', `From: Copier <${NEW}>`],
    ['From: a@b.example, Bob <c@d.example>', `From: <${NEW}>`],
    ['From: Ann <a@b.example>, Bob <c@d.example>', `From: Ann <${NEW}>`],
    ['From: scanner', `From: scanner <${NEW}>`],
    ['From: "boss@bank.example" <x@y.example>', `From: "boss@bank.example" <${NEW}>`],
    ['From: unclosed "quote <x@y.example>', undefined],
  ])('of %s', (before, after) => {
    const [first] = linesOf(edit([before, 'Subject: x']).text);
    if (after === undefined) expect(first).toMatch(/^From: .*<scans@office\.example>$/);
    else expect(first).toBe(after);
  });

  it('leaves what From said in Reply-To, folds and all, unless there is one or nobody could be reached', () => {
    expect(linesOf(edit(['From: Ann\r\n <a@b.example>']).text)).toEqual([
      ...[`From: Ann <${NEW}>`, 'Reply-To: Ann', ' <a@b.example>'],
    ]);
    expect(edit(['From: a@b.example', 'Reply-To: c@d.example']).text).not.toContain('a@b.example');
    expect(edit(['From: a@b.example'], false)).toMatchObject({ text: `From: <${NEW}>\r\n`, keptOriginal: false });
    expect(edit(['From: scanner'])).toMatchObject({ text: `From: scanner <${NEW}>\r\n`, keptOriginal: false });
  });

  it('takes Sender out, and further From fields', () => {
    const { text } = edit(['From: a@b.example', 'Sender: c@d.example', 'X: 1', 'From: e@f.example'], false);
    expect(text).toBe(`From: <${NEW}>\r\nX: 1\r\n`);
  });

  it('does not touch a message that names it already, and tells of signatures', () => {
    const fields = ['DKIM-Signature: v=1; d=office.example', `From: Copier <${NEW.toUpperCase()}>`];
    expect(edit(fields)).toMatchObject({
      original: null,
      signed: true,
      text: fields.map((one) => `${one}\r\n`).join(''),
    });
    expect(edit(['ARC-Message-Signature: i=1', 'From: a@b.example'])).toMatchObject({ signed: true });
    expect(edit(['From: a@b.example']).signed).toBe(false);
  });

  it('leaves every other field as it stands, whatever From holds', () => {
    const noise = fc.string({
      unit: fc.constantFrom('"', '<', '>', ',', '@', '(', ')', 'a', ' ', ':', ';', '\\', '\u00fc'),
    });
    fc.assert(
      fc.property(noise, noise, (from, other) => {
        const { text } = edit(['Subject: x', `From: ${from}`, `X-Other: ${other}`, 'To: b@c.example'], false);
        const lines = linesOf(text);
        expect([lines[0], lines[2], lines[3]]).toEqual(['Subject: x', `X-Other: ${other}`, 'To: b@c.example']);
        expect(lines[1]).toMatch(/^From: (?:.* )?<scans@office\.example>$|^From: .*scans@office\.example/s);
        expect(lines).toHaveLength(4);
      }),
    );
  });

  it.each(['"', '<', ' ', '(', 'a@b ', '\\', '""', ','])('takes no longer for a From of many %j', (piece) => {
    expect(edit([`From: ${piece.repeat(500_000)}`], false).text).toContain(NEW);
  });
});
