import type { Notify } from '../transport/queue.ts';
import { decodeXtext } from './command-syntax.ts';

/** The DSN parameters of RCPT TO (RFC 3461 4.1, 4.2). */
export interface RcptFields {
  notify: Notify[];
  originalRecipient: string | null;
}

const NOTIFY: ReadonlySet<string> = new Set<Notify>(['NEVER', 'SUCCESS', 'FAILURE', 'DELAY']);
const MAX_ORCPT_LENGTH = 500;

/** Reads what RCPT TO carries; DSN parameters are known only where DSN is offered. */
export function readRcptParameters(
  parameters: ReadonlyMap<string, string | null>,
  dsnOffered: boolean,
): RcptFields | 'unsupported' | 'invalid' {
  const fields: RcptFields = { notify: [], originalRecipient: null };
  for (const [key, value] of parameters) {
    if (!dsnOffered || (key !== 'NOTIFY' && key !== 'ORCPT')) return 'unsupported';
    const valid = value !== null && (key === 'NOTIFY' ? readNotify(value, fields) : readOriginal(value, fields));
    if (!valid) return 'invalid';
  }
  return fields;
}

function readNotify(value: string, fields: RcptFields): boolean {
  const words = value.toUpperCase().split(',');
  if (!words.every((word): word is Notify => NOTIFY.has(word))) return false;
  fields.notify = words;
  return !words.includes('NEVER') || words.length === 1;
}

/** addr-type ";" xtext */
function readOriginal(value: string, fields: RcptFields): boolean {
  const [, type, encoded] = /^([a-z0-9-]+);(.+)$/i.exec(value) ?? [];
  const address = encoded === undefined || value.length > MAX_ORCPT_LENGTH ? null : decodeXtext(encoded);
  if (type === undefined || address === null) return false;
  fields.originalRecipient = `${type};${address}`;
  return true;
}
