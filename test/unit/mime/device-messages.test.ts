import { existsSync } from 'node:fs';
import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { ANY_SERVER, fixture, OLD_SERVER, receive, send, throughTheWire } from './way-out.ts';

/**
 * Golden files: what a device sends, what is kept of it, and what leaves for servers that take less (see the README
 * beside them). Each is also read by a parser that is not ours.
 */

interface Expected {
  readonly subject?: string;
  readonly from?: string;
  readonly text?: string;
  readonly html?: string;
  readonly attachments?: readonly string[];
  /** What the session is told. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
  readonly encoded?: readonly string[];
  readonly leftRaw?: readonly string[];
  readonly repairs?: readonly string[];
}

const QUOTED = '8-bit text encoded as quoted-printable.';
const DEFAULTS = ['message-id', 'date', 'from', 'to'];

const messages: Readonly<Record<string, Expected>> = {
  'hp-without-date': {
    subject: 'Scan from HP LaserJet',
    text: 'Please find the scanned document attached.\n',
    attachments: ['scan.pdf'],
    added: ['message-id', 'date'],
  },
  'toshiba-raw-latin1': {
    subject: 'Gescannt von Kopierer im Büro über Straße',
    from: 'Kopierer Empfänge <kopierer@office.example>',
    text: 'Gescannt im Büro.\n Grüße\n',
    encoded: ['From', 'To', 'Subject'],
    repairs: [QUOTED, 'Raw letters beyond ASCII encoded in header fields.'],
  },
  'utf8-subject': {
    subject: 'Auftrag № 5 für Łukasz — Prüfbericht über die Anlage in Gebäude 7, Raum Süd, Schicht 3',
    from: 'Prüfstation <pruef@office.example>',
    text: 'Prüfbericht: alles grün ✓\n',
    encoded: ['From', 'Subject'],
    repairs: [QUOTED],
  },
  'camera-line-feeds': {
    subject: 'Motion detected',
    text: 'Camera 3 saw something.\n..and a line that begins with a dot\n',
    added: ['message-id'],
  },
  'mixed-line-ends': {
    subject: 'UPS on battery',
    text: 'Input voltage: 0 V\nBattery: 97 %\nRuntime: 12 min\nEnd of report\n',
  },
  'one-line-base64': {
    subject: 'Document',
    attachments: ['document.pdf'],
    repairs: ['Lines of base64 wrapped at 76 characters.'],
  },
  'report-one-line-html': { subject: 'Rechnung 4711', repairs: [QUOTED] },
  'long-quoted-printable': {
    subject: 'Bericht über März',
    text: `${'Die Prüfung ergab = keine Mängel. '.repeat(30)}Ende der langen Zeile.\nkurz\n`,
    repairs: ['Lines of quoted-printable wrapped at 76 characters.'],
  },
  'no-header': {
    from: '<device@office.example>',
    text: 'Paper jam in tray 2\nPrinter: Canon iR-ADV C3525\nSerial: XYZ12345\n\nPlease clear the paper path and close the cover.\n',
    added: DEFAULTS,
  },
  'no-header-8bit': {
    text: 'Papierstau in Fach 2 - bitte öffnen\n\nGerät: Kyocera TASKalfa\n',
    added: [...DEFAULTS, 'mime-version', 'content-type', 'content-transfer-encoding'],
    repairs: [QUOTED],
  },
  'nothing-but-subject': {
    subject: 'Backup finished',
    from: '<device@office.example>',
    text: 'Job "Nightly" finished without errors.\n',
    removed: ['to', 'from'],
    added: DEFAULTS,
  },
  'empty-header': { text: 'Alarm zone 4\n', added: DEFAULTS },
  'bcc-in-header': { subject: 'Scan', text: 'Scanned.\n', removed: ['bcc'] },
  'signed-multipart-8bit': {
    subject: 'Signed',
    text: 'Grüße\n',
    repairs: ['A signed or encrypted part is passed on as it is, although this server may not take it.'],
  },
  'dkim-signed': {
    subject: 'Prüfung',
    leftRaw: ['From', 'Subject'],
    repairs: [
      'The message is DKIM-signed and is passed on as it is, although this server may not take it: a change would break the signature.',
    ],
  },
  'forwarded-8bit': {
    subject: 'Fwd: Angebot',
    repairs: [
      'Text outside the parts of a multipart put into short ASCII lines.',
      'Raw letters beyond ASCII encoded in header fields.',
      QUOTED,
    ],
  },
  'ricoh-fax': {
    subject: 'From RTI (Fax Message No. 0012)',
    from: 'Ricoh Aficio Flur <mfp@office.example>',
    attachments: ['20260303090000123.tif'],
    removed: ['bcc'],
    added: ['message-id', 'date'],
  },
  'toshiba-no-blanks': {
    subject: 'Scanned from TOSHIBA2555CSE',
    text: 'Scanned from TOSHIBA2555CSE\nPages:1\nAuflösung:300x300 DPI\n----------------------------------------\nNo reply.\n',
    attachments: ['DOC030326-001.pdf'],
    repairs: [QUOTED],
  },
  'konica-minolta': {
    subject: 'Nachricht von KM_C258 Büro',
    from: 'bizhub Empfang <bizhub@office.example>',
    text: 'Gescannt im Büro.\n',
    attachments: ['Übersicht März.pdf'],
  },
  'xerox-odd-multipart': {
    subject: 'Scan from a Xerox WorkCentre',
    attachments: ['Scan_0001.pdf'],
    added: ['message-id'],
    repairs: [QUOTED],
  },
  'megaraid-alert': {
    subject: '[FATAL, 1] SERVER1',
    from: '<megaraid@office.example>',
    added: ['message-id', 'date'],
  },
  'ilo-alert': {
    subject: 'HP iLO alert: Server power restored',
    from: '<ilo.@office.example>',
    text: 'EVENT (03 Mar 09:00): Server power restored.\n\n.\nMore information: https://192.0.2.11/\n',
    added: ['message-id'],
  },
  'ups-alert': {
    subject: 'UPS: On battery power in response to an input power problem.',
    from: 'APC UPS <ups@office.example>',
    added: ['message-id', 'date', 'to'],
  },
  'camera-jpeg': {
    subject: 'Bewegung erkannt (Gebäude Süd)',
    text: 'motion\n',
    attachments: ['20260303090000.jpg'],
    added: ['message-id'],
    encoded: ['Subject'],
    repairs: ['Lines of base64 wrapped at 76 characters.'],
  },
  'well-formed': { subject: 'Grüße', from: 'Anna <anna@office.example>', text: 'Grüße\n.\n..dots\n' },
};

describe.each(Object.entries(messages))('%s', (name, expected) => {
  it('is kept as the golden file has it, and says what was put right', async () => {
    const { bytes, result } = await receive(fixture(`${name}.device.eml`));
    expect(bytes.toString('latin1')).toBe(fixture(`${name}.kept.eml`).toString('latin1'));
    const { added, removed, encoded, leftRaw } = result.header;
    expect({ added, removed, encoded, leftRaw }).toEqual({
      added: expected.added ?? [],
      removed: expected.removed ?? [],
      encoded: expected.encoded ?? [],
      leftRaw: expected.leftRaw ?? [],
    });
  });

  it('leaves for an old server and for any server as the golden files have it', async () => {
    const kept = fixture(`${name}.kept.eml`);
    const old = await send(kept, OLD_SERVER);
    expect(old.notes).toEqual(expected.repairs ?? []);
    expect(old.bytes.toString('latin1')).toBe(golden(name, 'old-server').toString('latin1'));
    const any = await send(kept, ANY_SERVER);
    expect(any.bytes.toString('latin1')).toBe(golden(name, 'any-server').toString('latin1'));
    // Piece by piece, as it comes from disk.
    expect((await send(kept, OLD_SERVER, 7)).bytes.equals(old.bytes)).toBe(true);
    if (!old.bytes.equals(kept)) expect(flaws(old.bytes)).toEqual([]);
  });

  it('says the same to a parser of others, before and after', async () => {
    const kept = await read(fixture(`${name}.kept.eml`));
    expect(summary(kept)).toMatchObject(wanted(expected));
    for (const kind of ['old-server', 'any-server'] as const) {
      expect(content(await read(throughTheWire(golden(name, kind))))).toEqual(content(kept));
    }
  });
});

/** The golden file; without one the message passes as it was kept. */
function golden(name: string, kind: 'old-server' | 'any-server'): Buffer {
  const file = new URL(`../../fixtures/messages/${name}.${kind}.eml`, import.meta.url);
  return fixture(existsSync(file) ? `${name}.${kind}.eml` : `${name}.kept.eml`);
}

/** What a server of RFC 821 would refuse. */
function flaws(message: Buffer): string[] {
  const text = message.toString('latin1');
  return [
    ...(/[\u0080-\u00ff]/.test(text) ? ['8-bit'] : []),
    ...(text.split('\r\n').some((line) => line.length > 998) ? ['long line'] : []),
    ...(/(?<!\r)\n|\r(?!\n)/.test(text) ? ['bare line end'] : []),
  ];
}

function read(message: Buffer): Promise<Email> {
  return PostalMime.parse(message, { forceRfc822Attachments: false });
}

function content({ subject, from, to, cc, text, html, attachments, messageId, date }: Email): object {
  return {
    ...{ subject, from, to, cc, messageId, date },
    text: text?.replaceAll('\r\n', '\n'),
    html: html?.replaceAll('\r\n', '\n'),
    files: attachments.map(({ content: bytes, mimeType }) => [
      mimeType,
      Buffer.from(bytes as ArrayBuffer).toString('hex'),
    ]),
  };
}

function summary({ subject, from, text, attachments }: Email): object {
  return {
    subject,
    from: `${from?.name === '' || from?.name === undefined ? '' : `${from.name} `}<${from?.address ?? ''}>`,
    text: text?.replaceAll('\r\n', '\n'),
    attachments: attachments.map(({ filename }) => filename),
  };
}

function wanted({ subject, from, text, attachments }: Expected): object {
  return Object.fromEntries(
    Object.entries({ subject, from, text, attachments }).filter(([, value]) => value !== undefined),
  );
}
