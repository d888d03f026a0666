import { createHash } from 'node:crypto';

const LONGEST = 100;
// Names that Windows takes for devices, with or without an extension.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * A folder name that is safe on every file system and never leaves the mailboxes folder. What cannot stand as it
 * is gets replaced and a hash of the original added, so that two mailboxes never share a folder by accident.
 */
export function mailboxFolderName(name: string): string {
  const wanted = name.normalize('NFC');
  const safe = wanted
    // eslint-disable-next-line no-control-regex -- control characters have no place in a file name
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '_')
    .replace(/[\ud800-\udfff]/gu, '_')
    .slice(0, LONGEST);
  if (safe === wanted && safe !== '' && !DEVICE.test(safe)) return safe;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `_${safe === '' ? 'mailbox' : safe.replace(/[. ]+$/, '_')}~${mark}`;
}
