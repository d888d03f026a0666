import type { remedyMessages as english } from '../en/remedy.ts';
import type { Translation } from '../translation.ts';

/** Die Texte neben dem, was die Abweisung eines Providers bedeutet. */

export const remedyMessages: Translation<typeof english> = {
  script: 'PowerShell zum Einfügen',
  copy: 'Kopieren',
  copied: 'Steht in der Zwischenablage.',
  notCopied: 'Der Browser hat es nicht in die Zwischenablage gelassen. Den Text markieren und kopieren.',
  source: (provider: string) => `Bekannt von ${provider}:`,
  checked: (date: string) => `gelesen am ${date}`,
};
