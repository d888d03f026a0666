import { isReply } from './smtp-line.ts';
import { isBlank, type SourceRow } from './source-text.ts';
import { unmarked, utterance, type Utterance } from './utterance.ts';

/** `openssl s_client`: certificates and session tickets around and amid a dialogue. */

const CERTIFICATES = 'What openssl says of the certificate and the connection.';
const TICKET = 'A session ticket that openssl prints.';
const OWN_REPLY = 'The end of the reply to the EHLO that openssl said by itself, before its STARTTLS.';

export interface OpensslText {
  readonly said: readonly Utterance[];
  /** openssl said EHLO and STARTTLS by itself and shows only the last line of a reply; row of that line, or null. */
  readonly startTlsRow: number | null;
}

export function isOpenssl(rows: readonly SourceRow[]): boolean {
  return rows.some(({ raw }) => /^(?:CONNECTED\([\dA-F]{8}\)|verify return:\d)/.test(raw));
}

export function readOpenssl(rows: readonly SourceRow[]): OpensslText {
  const asides = findAsides(rows);
  const first = rows.findIndex(({ raw }, index) => asides[index] === null && isReply(raw.trim()));
  const own = first !== -1 && /^\s*250 /.test(rows[first]?.raw ?? '') ? first : -1;
  const said = rows.map((row, index) => {
    const aside = index === own ? OWN_REPLY : (asides[index] ?? null);
    return aside === null || isBlank(row.raw) ? unmarked(row) : utterance('aside', row, row.raw, aside);
  });
  return { said, startTlsRow: rows[own]?.number ?? null };
}

/** What openssl says at each row; null where it is the dialogue. */
function findAsides(rows: readonly SourceRow[]): readonly (string | null)[] {
  let aside: string | null = null;
  return rows.map(({ raw }, index) => {
    const next = rows[index + 1]?.raw.trim() ?? '';
    if (raw.startsWith('CONNECTED(')) aside = CERTIFICATES;
    else if (raw.trim() === '---' && next.startsWith('Post-Handshake New Session Ticket')) aside = TICKET;
    const here = aside;
    if (endsAside(aside, raw.trim(), next)) aside = null;
    return here;
  });
}

function endsAside(aside: string | null, text: string, next: string): boolean {
  return aside === TICKET ? text === 'read R BLOCK' : text === '---' && isReply(next);
}
