/** Commands that administrators type beside Exchange's, and what does the same here. */

const groups: readonly (readonly [string, string])[] = [
  [
    'send-mailmessage telnet test-netconnection tnc',
    'Test-Relay says what a client would be answered, Test-SmtpConnectivity connects to every binding.',
  ],
  ['test-servicehealth net sc', 'Use Get-Service, Stop-Service and Start-Service.'],
  [
    'export-clixml convertto-html out-gridview tee-object format-wide format-custom set-content add-content out-printer',
    'Use Format-Table, Out-File, Export-Csv or ConvertTo-Json.',
  ],
  ['import-clixml', 'What Export-Clixml wrote is read by "postroom import" and on the settings page.'],
  ['new-object add-type add-member', 'Objects of .NET are not part of this shell.'],
  ['start-sleep pause', 'Leave it out: every command has ended before the next one begins.'],
  ['get-eventlog get-winevent', 'Use Get-MessageTrackingLog.'],
  ['search-messagetrackingreport get-messagetrackingreport', 'Use Get-MessageTrackingLog.'],
  ['select-string findstr', 'Use Where-Object with -match.'],
  [
    'get-transportagent enable-transportagent disable-transportagent get-transportrule new-transportrule',
    'There are no transport agents and rules here.',
  ],
  ['get-mailbox new-mailbox enable-mailbox', 'Use Get-MailboxFolder and Get-Recipient.'],
  ['redirect-message', 'Retry-Queue -Resubmit $true finds the way anew.'],
  ['enable-receiveconnector', 'Use Set-ReceiveConnector -Enabled $true.'],
  ['disable-receiveconnector', 'Use Set-ReceiveConnector -Enabled $false.'],
  ['enable-sendconnector', 'Use Set-SendConnector -Enabled $true.'],
  ['disable-sendconnector', 'Use Set-SendConnector -Enabled $false.'],
  ['get-member gm', 'Format-List * shows every property.'],
  ['clear-host cls clear', 'Ctrl+L clears a terminal.'],
  ['set-location cd get-childitem dir ls', 'There is no current folder here: give whole paths.'],
];
const instead = new Map(groups.flatMap(([names, text]) => names.split(' ').map((name) => [name, text] as const)));

/** What to type instead, or null where the command is not a known one. */
export function insteadOf(command: string): string | null {
  return instead.get(command.toLowerCase()) ?? null;
}
