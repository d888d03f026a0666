import type { ReceiveRewritingDocument, SenderRewritingDocument } from '../../main/contract/rewriting.ts';

/** The sender rule of a connector as a form holds it: texts as typed, one device a line. */

export interface SenderForm {
  /** Empty: as the client says. */
  readonly sender: string;
  /** `192.168.0.181 = copier@office.example`. */
  readonly devices: string;
  readonly keepOriginal: boolean;
}

export interface RewritingForm extends SenderForm {
  /** Empty: no copy. */
  readonly archive: string;
}

export function senderFormOf({ sender, deviceSenders, keepOriginalInReplyTo }: SenderRewritingDocument): SenderForm {
  return {
    sender: sender ?? '',
    devices: deviceSenders.map((device) => `${device.remoteIPRange} = ${device.sender}`).join('\n'),
    keepOriginal: keepOriginalInReplyTo,
  };
}

export function rewritingFormOf(document: ReceiveRewritingDocument): RewritingForm {
  return { ...senderFormOf(document), archive: document.archiveMailbox ?? '' };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function senderDocumentOf({ sender, devices, keepOriginal }: SenderForm): SenderRewritingDocument {
  const lines = devices.split('\n').filter((line) => line.trim() !== '');
  return { sender: orNull(sender), deviceSenders: lines.map(deviceOf), keepOriginalInReplyTo: keepOriginal };
}

export function rewritingDocumentOf(form: RewritingForm): ReceiveRewritingDocument {
  return { ...senderDocumentOf(form), archiveMailbox: orNull(form.archive) };
}

/** The sender is the last word of the line; a line without one is left for the engine to judge. */
function deviceOf(line: string): SenderRewritingDocument['deviceSenders'][number] {
  const [, range = line.trim(), sender = ''] = /^\s*(.*?)[\s=]+([^\s=]*)\s*$/.exec(line) ?? [];
  return { remoteIPRange: range, sender };
}
