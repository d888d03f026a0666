/** Every text beside what a provider's refusal means. */

export const remedyMessages = {
  script: 'PowerShell to paste',
  copy: 'Copy',
  copied: 'It is on the clipboard.',
  notCopied: 'The browser did not let it onto the clipboard. Select the text and copy it.',
  source: (provider: string) => `Known of ${provider}:`,
  checked: (date: string) => `read on ${date}`,
};
