import type { ConfigDocument } from '../../contract/document.ts';
import { accountSection } from '../cmdlets/accounts.ts';
import type { SectionEntry } from '../cmdlets/section.ts';
import { quote } from '../syntax/print.ts';
import { argumentFor } from './command-text.ts';

/** Comments that name what an export leaves out because it is secret. */

/** Names and texts are people's own: a line end in one would begin a command. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

export function secretNotes(
  { sendConnectors, receiveConnectors }: ConfigDocument,
  secrets: readonly string[],
): readonly string[] {
  const users = [...receiveConnectors, ...sendConnectors];
  const certificates = [...new Set(users.flatMap(({ tlsCertificateName: name }) => name ?? []))];
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

/** A password is asked for when the command runs: an account cannot be without one. */
export function accountCommands(accounts: readonly SectionEntry[]): readonly string[] {
  return accounts.flatMap((account) => {
    const name = String(account['userName']);
    const parts = [
      `New-SmtpAccount ${quote(name)} -Password (Read-Host ${quote(`Password of ${name}`)} -AsSecureString)`,
    ];
    const lost: string[] = [];
    for (const setting of accountSection.settings) {
      const value = setting.property === null ? undefined : account[setting.property];
      const argument = value === undefined ? '' : argumentFor(setting, value);
      if (argument === null) lost.push(`# Not carried over, because no command can give it: ${setting.name}.`);
      else if (argument !== '') parts.push(`-${setting.name} ${argument}`);
    }
    return [parts.join(' '), ...lost];
  });
}
