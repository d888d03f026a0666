/**
 * What providers of smart hosts want in the SPF record of their customers.
 * Microsoft: https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure;
 * Google: https://support.google.com/a/answer/33786.
 */
const includes: readonly { readonly host: RegExp; readonly include: string }[] = [
  { host: /\.(?:office365\.com|protection\.outlook\.com)$/i, include: 'spf.protection.outlook.com' },
  { host: /^smtp(?:-relay)?\.gmail\.com$/i, include: '_spf.google.com' },
];

/** The domain to include for mail through a smart host; null where it is not known. */
export function includeFor(host: string): string | null {
  return includes.find(({ host: pattern }) => pattern.test(host))?.include ?? null;
}
