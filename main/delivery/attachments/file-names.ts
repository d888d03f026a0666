/**
 * Names of files that attachments are saved under. Nothing from a mail is a path: every token is made one harmless
 * component first. Pure.
 */

export interface NameFacts {
  readonly atMs: number;
  /** Name or address of the device. */
  readonly device: string;
  readonly subject: string;
  /** File name as the sender wrote it. */
  readonly name: string;
  readonly counter: number;
}

const LONGEST_TOKEN = 80;
const LONGEST_STEM_BYTES = 180;
const LONGEST_EXTENSION = 12;
// Names Windows keeps for devices, with or without an extension; superscript digits count.
const DEVICE_NAME = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(?:\.|$)/i;

// Explorer reads these when somebody merely looks at the folder, and signs in to the server they name.
const READ_BY_LOOKING =
  /\.(?:lnk|scf|url|website|library-ms|searchconnector-ms|search-ms|settingcontent-ms|theme|contact)$|^(?:desktop\.ini|autorun\.inf)$/i;

/** The file name for a pattern such as `{date} {time} {name}`; the extension is the attachment's. */
export function fileNameOf(pattern: string, facts: NameFacts): string {
  const { stem, extension } = splitName(facts.name);
  const { date, time } = localTime(facts.atMs);
  const tokens: Readonly<Record<string, string>> = {
    ...{ date, time, device: facts.device, subject: facts.subject, name: stem },
    counter: String(facts.counter).padStart(4, '0'),
  };
  const filled = pattern.replace(/\{([a-z]+)\}/g, (_, token: string) => component(tokens[token] ?? '', LONGEST_TOKEN));
  const made = `${safeStem(filled)}${extension}`;
  return READ_BY_LOOKING.test(made) ? `${made}_` : made;
}

/** The same name with a number behind it, for one that is taken. */
export function numbered(fileName: string, number: number): string {
  const { stem, extension } = splitName(fileName);
  return `${stem} (${String(number)})${extension}`;
}

function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const last = component(name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1), 400);
  const dot = last.lastIndexOf('.');
  const extension = dot > 0 ? last.slice(dot) : '';
  const isPlain = /^\.[a-z0-9_-]{1,11}$/i.test(extension) && extension.length <= LONGEST_EXTENSION;
  return isPlain ? { stem: last.slice(0, dot), extension } : { stem: last, extension: '' };
}

function safeStem(text: string): string {
  const clean = component(text, 400);
  const named = clean === '' ? 'attachment' : clean;
  const free = DEVICE_NAME.test(named) ? `_${named}` : named;
  let bytes = 0;
  const kept = Array.from(free).filter((character) => (bytes += Buffer.byteLength(character)) <= LONGEST_STEM_BYTES);
  return trimmed(kept.join(''));
}

/** One path component on every file system: no separators, reserved or control characters, no blanks or dots around it. */
function component(text: string, longest: number): string {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[<>:"/\\|?*\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFD]/gu, '_')
    .replace(/\s+/g, ' ');
  return trimmed(Array.from(plain).slice(0, longest).join(''));
}

function trimmed(text: string): string {
  return text.replace(/^[ .]+|[ .]+$/g, '');
}

/** `2026-11-22` and `14-05-33`, in the time zone of this machine. */
function localTime(ms: number): { readonly date: string; readonly time: string } {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return {
    date: `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('-'),
  };
}
