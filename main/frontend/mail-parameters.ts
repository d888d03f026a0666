import type { SmtpReply } from '../connectors/model.ts';
import * as replies from '../connectors/replies.ts';
import { decodeXtext } from './command-syntax.ts';
import type { Session } from './session.ts';

/** The ESMTP parameters of MAIL FROM (RFC 1870, 6152, 3461, 4954, 6531). */
export interface MailFields {
  declaredBytes: number | null;
  ret: 'FULL' | 'HDRS' | null;
  envid: string | null;
  eightBit: boolean;
  smtpUtf8: boolean;
}

type Reader = (value: string | null, fields: MailFields, session: Session) => SmtpReply | null;

const readers: Readonly<Record<string, Reader>> = {
  SIZE(value, fields) {
    if (value === null || !/^\d{1,20}$/.test(value)) return replies.invalidArguments();
    fields.declaredBytes = Number(value);
    return null;
  },
  BODY(value, fields, session) {
    if (!session.services.connector.eightBitMime) return replies.unsupportedParameter();
    if (value === null || !/^(?:7BIT|8BITMIME)$/i.test(value)) return replies.invalidArguments();
    fields.eightBit = value.length === 8;
    return null;
  },
  RET(value, fields, session) {
    if (!session.services.connector.deliveryStatusNotification) return replies.unsupportedParameter();
    const ret = value?.toUpperCase();
    if (ret !== 'FULL' && ret !== 'HDRS') return replies.invalidArguments();
    fields.ret = ret;
    return null;
  },
  ENVID(value, fields, session) {
    if (!session.services.connector.deliveryStatusNotification) return replies.unsupportedParameter();
    fields.envid = value === null || value.length > 100 ? null : decodeXtext(value);
    return fields.envid === null ? replies.invalidArguments() : null;
  },
  // Accept-Authentication-Flag decides what it would mean; without a further Exchange hop it means nothing here.
  AUTH(value) {
    return value === null || (value !== '<>' && decodeXtext(value) === null) ? replies.invalidArguments() : null;
  },
  SMTPUTF8(value, fields, session) {
    if (!session.services.connector.smtpUtf8) return replies.unsupportedParameter();
    fields.smtpUtf8 = true;
    return value === null ? null : replies.invalidArguments();
  },
};

/** Reads what MAIL FROM carries, or gives the refusal of the first parameter that is wrong or unknown. */
export function readMailParameters(
  parameters: ReadonlyMap<string, string | null>,
  session: Session,
): { fields: Readonly<MailFields> } | SmtpReply {
  const fields: MailFields = { declaredBytes: null, ret: null, envid: null, eightBit: false, smtpUtf8: false };
  for (const [key, value] of parameters) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    const fault = reader === undefined ? replies.unsupportedParameter() : reader(value, fields, session);
    if (fault !== null) return fault;
  }
  return { fields };
}
