/**
 * What Microsoft's AADSTS codes mean for somebody who sends mail. They choose words and nothing else: Microsoft says
 * that the codes may change, so what happens next goes by the error of OAuth itself.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes (meanings; the advice is ours).
 */

// A line a code, so that the table can be read as one.
// prettier-ignore
export const entraErrors: Readonly<Record<number, string>> = {
  16000: 'The account has to be chosen by a person: sign in again.',
  50020: 'The account belongs to another tenant: sign in with an account of the tenant of the send connector.',
  50034: 'The account does not exist in this tenant: check the tenant and the account that signs in.',
  50053: 'The account is locked because of too many logins: wait, or let an administrator unlock it.',
  50055: 'The password of the account has expired: change it, then sign in again.',
  50057: 'The account is disabled: let an administrator enable it.',
  50076: 'Microsoft wants a second factor: sign in again and confirm it.',
  50078: 'The second factor has run out: sign in again and confirm it.',
  50079: 'The account has to be set up for a second factor: sign in again and follow what is asked.',
  50126: 'The user name or the password was wrong: sign in again.',
  50132: 'The sign-in was revoked, for example because the password was changed: sign in again.',
  50133: 'The sign-in was revoked because the password was changed or has expired: sign in again.',
  50173: 'The sign-in was revoked because the password was changed: sign in again.',
  53003: 'A conditional access policy of the tenant blocks the sign-in: let an administrator allow this application.',
  65001: 'Nobody has agreed to the permissions of the application: let an administrator grant consent (SMTP.SendAsApp for a program, SMTP.Send for a person).',
  65004: 'The permissions were refused: sign in again and agree to them.',
  70000: 'The sign-in is not valid any more: sign in again.',
  70008: 'The sign-in has run out: sign in again.',
  70011: 'The scope is not known to Microsoft: leave it empty to use the usual one.',
  70016: 'Microsoft still waits for the code to be typed in.',
  70019: 'The code has run out: begin the sign-in anew.',
  70043: 'The tenant lets sign-ins run out after a time: sign in again.',
  90002: 'There is no such tenant: check its id or domain.',
  500011: 'The tenant knows no service of that name: check the scope, and that the tenant has Exchange Online.',
  530003: 'A conditional access policy wants a managed device: let an administrator make an exception for this application.',
  650052: 'The tenant has no access to Exchange Online: check its licences.',
  700016: 'The application is not known in this tenant: check the client id and the tenant.',
  700027: 'The certificate of the application was not accepted: use a client secret.',
  700082: 'The sign-in was not used for too long and has run out: sign in again.',
  900023: 'That is no tenant: check its id or domain.',
  7000112: 'The application is disabled in this tenant: let an administrator enable it.',
  7000215: 'The client secret is wrong: set the value of the secret, not its id.',
  7000218: 'The application may not sign people in without a client secret: allow public client flows in its registration, or set the secret.',
  7000222: 'The client secret has expired: make a new one in the registration of the application and set it.',
};

/** The code at the beginning of a description: `AADSTS7000215: Invalid client secret provided. …`. */
export function entraCodeOf(description: string): number | null {
  const digits = /\bAADSTS(\d{4,8})\b/.exec(description)?.[1];
  return digits === undefined ? null : Number(digits);
}
