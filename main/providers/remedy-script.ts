import type { RemedyScript } from './known-failure.ts';

/** PowerShell for Exchange Online that an administrator pastes, filled with what is configured. Pure. */

/** What a script is filled with; what is null stands in it as a name in angle brackets. */
export interface ProviderIds {
  /** Mailbox that signs in. */
  readonly mailbox: string | null;
  /** Sender that was refused. */
  readonly sender: string | null;
  /** Application (client) id of the app registration. */
  readonly clientId: string | null;
  /** Directory id or domain of the organisation. */
  readonly tenant: string | null;
}

export const unknownIds: ProviderIds = { mailbox: null, sender: null, clientId: null, tenant: null };

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The lines to paste, separated by LF. */
export function remedyScript(script: RemedyScript, ids: ProviderIds): string {
  const mailbox = quoted(ids.mailbox, 'mailbox');
  switch (script) {
    case 'smtp-auth':
      return lines('Connect-ExchangeOnline', ...smtpAuth(mailbox));
    case 'service-principal':
      return servicePrincipal(ids);
    case 'login':
      // With an application configured it signs in with OAuth.
      return remedyScript(ids.clientId === null ? 'smtp-auth' : 'service-principal', ids);
    case 'send-as':
      return lines(
        'Connect-ExchangeOnline',
        `Add-RecipientPermission -Identity ${quoted(ids.sender, 'sender')} -Trustee ${mailbox} -AccessRights SendAs`,
      );
    case 'inbound-connector':
      return lines(
        'Connect-ExchangeOnline',
        'Get-InboundConnector | Format-List Name,Enabled,SenderIPAddresses,TlsSenderCertificateName',
        "Set-InboundConnector -Identity '<name of the connector>' -SenderIPAddresses '<public address>'",
      );
    case 'direct-send':
      return lines(
        'Connect-ExchangeOnline',
        "New-InboundConnector -Name 'Postroom' -ConnectorType OnPremises -SenderDomains '*' -SenderIPAddresses '<public address>'",
        '# Or, for every sender in the world that claims to be of the organisation:',
        '# Set-OrganizationConfig -RejectDirectSend $false',
      );
    case 'legacy-tls':
      return lines(
        'Connect-ExchangeOnline',
        '# Old versions are then taken at smtp-legacy.office365.com, and nowhere else.',
        'Set-TransportConfig -AllowLegacyTLSClients $true',
      );
    case 'sent-items':
      return lines(
        'Connect-ExchangeOnline',
        `Set-Mailbox -Identity ${mailbox} -MessageCopyForSMTPClientSubmissionEnabled $false`,
      );
  }
}

function smtpAuth(mailbox: string): readonly string[] {
  return [
    `Set-CASMailbox -Identity ${mailbox} -SmtpClientAuthenticationDisabled $false`,
    `Get-CASMailbox -Identity ${mailbox} | Format-List SmtpClientAuthenticationDisabled`,
    '# For every mailbox that has no setting of its own:',
    'Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled',
  ];
}

function servicePrincipal({ mailbox, clientId, tenant }: ProviderIds): string {
  // Stands in a filter: nothing but an id may.
  const id = quoted(clientId !== null && GUID.test(clientId) ? clientId : null, 'client id');
  const identity = quoted(mailbox, 'mailbox');
  return lines(
    'Connect-ExchangeOnline',
    `Connect-MgGraph -Scopes 'Application.Read.All'${tenant === null ? '' : ` -TenantId ${quoted(tenant, 'tenant')}`}`,
    '# The object id of the enterprise application; that of the app registration is another one.',
    `$principal = Get-MgServicePrincipal -Filter "appId eq ${id}"`,
    `New-ServicePrincipal -AppId ${id} -ObjectId $principal.Id -DisplayName 'Postroom'`,
    `Add-MailboxPermission -Identity ${identity} -User $principal.Id -AccessRights FullAccess`,
    ...smtpAuth(identity),
  );
}

const lines = (...all: readonly string[]): string => all.join('\n');

/** A literal of PowerShell, which takes typographic quotes for plain ones; control characters would end the line. */
function quoted(value: string | null, name: string): string {
  // eslint-disable-next-line no-control-regex -- the control characters are the point
  const text = (value ?? `<${name}>`).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '');
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
