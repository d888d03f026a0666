import {
  Base64Encoder,
  Base64Rewriter,
  PlainTextCutter,
  QuotedPrintableEncoder,
  QuotedPrintableRewriter,
  type BodyEncoder,
} from './encoders.ts';
import type { Entity } from './entity.ts';
import { fieldsOf, nameOf } from './fields.ts';
import { LONGEST_LINE_BYTES } from './long-line.ts';
import type { PartVisitor } from './part-walker.ts';
import { encodeRawHeader } from './raw-header.ts';
import type { BodyRepair, EntityRepair } from './repair-plan.ts';

/** Carries out a plan: what is not in it comes out as it went in. */

const CRLF = Buffer.from('\r\n');

export class Rewriter implements PartVisitor {
  readonly #repairs: ReadonlyMap<number, EntityRepair>;
  #encoder: BodyEncoder | null = null;
  #encoded: Entity | null = null;
  #out: Buffer[] = [];

  constructor(repairs: ReadonlyMap<number, EntityRepair>) {
    this.#repairs = repairs;
  }

  /** What has come out since the last call, in memory of its own. */
  take(): Buffer {
    const out = Buffer.concat(this.#out);
    this.#out = [];
    return out;
  }

  header(entity: Entity, section: Buffer): void {
    const repair = this.#repairs.get(entity.index);
    this.#out.push(
      repair === undefined
        ? section
        : Buffer.from(newHeader(section.toString('latin1'), repair, entity.index === 0), 'latin1'),
    );
  }

  text(entity: Entity, bytes: Buffer): void {
    const encoder = this.#encoderOf(entity);
    this.#out.push(encoder === null ? bytes : encoder.text(bytes));
  }

  newline(entity: Entity): void {
    this.#out.push(this.#encoderOf(entity)?.newline() ?? CRLF);
  }

  end(entity: Entity): void {
    const rest = this.#encoderOf(entity)?.end();
    if (rest !== undefined) this.#out.push(rest);
    this.#encoded = null;
  }

  structure(bytes: Buffer): void {
    this.#out.push(bytes);
  }

  #encoderOf(entity: Entity): BodyEncoder | null {
    if (this.#encoded !== entity) {
      const body = this.#repairs.get(entity.index)?.body ?? null;
      this.#encoder = body === null ? null : encoders[body]();
      this.#encoded = entity;
    }
    return this.#encoder;
  }
}

const encoders: Readonly<Record<BodyRepair, () => BodyEncoder>> = {
  'quoted-printable': () => new QuotedPrintableEncoder(),
  base64: () => new Base64Encoder(),
  requote: () => new QuotedPrintableRewriter(),
  rewrap: () => new Base64Rewriter(),
  cut: () => new PlainTextCutter(),
};

function newHeader(section: string, repair: EntityRepair, isRoot: boolean): string {
  let text = section;
  if (repair.asciiHeader) text = encodeRawHeader(text, 'windows-1252').text;
  if (repair.foldHeader) text = fieldsOf(text).map(folded).join('');
  if (repair.encoding === null) return text;
  const fields = fieldsOf(text);
  const rest = fields.filter((field) => nameOf(field) !== 'content-transfer-encoding').join('');
  const lead = rest === '' || rest.endsWith('\r\n') ? rest : `${rest}\r\n`;
  return `${lead}${isRoot ? version(fields) : ''}${typeLine(repair)}Content-Transfer-Encoding: ${repair.encoding}\r\n`;
}

function version(fields: readonly string[]): string {
  return fields.some((field) => nameOf(field) === 'mime-version') ? '' : 'MIME-Version: 1.0\r\n';
}

function typeLine({ charset }: EntityRepair): string {
  return charset === null ? '' : `Content-Type: text/plain; charset=${charset}\r\n`;
}

/** Breaks at blanks, which unfolding gives back as they were; a word that is too long stays so. */
function folded(field: string): string {
  return field
    .split('\r\n')
    .map((line) => (line.length > LONGEST_LINE_BYTES ? foldedLine(line) : line))
    .join('\r\n');
}

/** RFC 5322 2.1.1: what a line should have at most. */
const GOOD_LINE = 78;

function foldedLine(line: string): string {
  const lines: string[] = [];
  let last = '';
  for (const [word] of line.trimEnd().matchAll(/[ \t]*[^ \t]+/g)) {
    if (last.trim() !== '' && last.length + word.length > GOOD_LINE) {
      lines.push(last);
      last = '';
    }
    last += word;
  }
  lines.push(last);
  return lines.join('\r\n');
}
