/** Every text beside what a provider's refusal means. */

export const remedyMessages = {
  script: 'PowerShell to paste',
  source: (provider: string) => `Known of ${provider}:`,
  checked: (date: string) => `read on ${date}`,
};
