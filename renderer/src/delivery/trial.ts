import type { ConfigDocument } from '../../../main/contract/document.ts';
import { defaultDomainOf } from './default-domain.ts';

/** Whether it looks like an address; the engine has the last word. */
export function isMailbox(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+$/.test(text.trim());
}

/** The sender that a trial offers; empty where no domain is one's own. */
export function postmasterOf(document: ConfigDocument): string {
  const domain = defaultDomainOf(document.acceptedDomains);
  return domain === '' ? '' : `postmaster@${domain}`;
}
