import type { ConfigDocument } from '../../contract/document.ts';
import { quote } from '../syntax/print.ts';

/** Comments that name what an export leaves out because it is secret. */

/** Names and texts are people's own: a line end in one would begin a command. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

export function secretNotes(
  { sendConnectors, receiveConnectors }: ConfigDocument,
  secrets: readonly string[],
): readonly string[] {
  const certificates = [...new Set(receiveConnectors.flatMap(({ tlsCertificateName: name }) => name ?? []))];
  return [
    ...sendConnectors
      .filter(({ userName }) => userName !== null)
      .map(
        ({ name, userName }) =>
          `# Not exported: the password of ${quote(userName ?? '')}. Set it with: Set-SendConnector ${quote(name)} -AuthenticationCredential (Get-Credential ${quote(userName ?? '')})`,
      ),
    ...secrets.map((name) => `# Not exported: the secret ${name}.`),
    ...certificates.map((name) => `# Not exported: the certificate ${name} and its key. Import it first.`),
  ].map(oneLine);
}

export function accountNotes(accounts: ConfigDocument['accounts']): readonly string[] {
  return accounts.map(({ userName, addresses, enabled }) =>
    oneLine(
      `# Not exported: the account ${quote(userName)}, because of its password; it may send as ${addresses.join(', ') || 'nobody'}${enabled ? '' : ', and is switched off'}.`,
    ),
  );
}
