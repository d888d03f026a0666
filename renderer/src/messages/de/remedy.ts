import type { remedyMessages as english } from '../en/remedy.ts';
import type { Translation } from '../translation.ts';

/** Die Texte neben dem, was die Abweisung eines Providers bedeutet. */

export const remedyMessages: Translation<typeof english> = {
  script: 'PowerShell zum Einfügen',
  source: (provider: string) => `Bekannt von ${provider}:`,
  checked: (date: string) => `gelesen am ${date}`,
};
