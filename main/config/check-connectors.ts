import type { ConfigDocument } from '../contract/document.ts';
import type { Finding } from './configuration.ts';

export function checkConnectorRules(_document: ConfigDocument): Finding[] {
  return [];
}
