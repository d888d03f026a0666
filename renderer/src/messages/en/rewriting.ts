/** Every text about addresses that are changed on the way. */

export const rewritingMessages = {
  order: 'Rights are decided on what the client said. What stands here is done afterwards, and the trace shows it.',
  senderTitle: 'Sender',
  sender: 'Sender of every message',
  senderEmpty: 'As the client says',
  senderHint: 'Replaces MAIL FROM and From. The display name stays. Notifications about failed mail go here too.',
  devices: 'Sender by device',
  devicesExample: '192.168.0.181 = copier@office.example',
  devicesHint: 'One a line: an address or a range, then the sender. The narrowest range that holds the client decides.',
  keepOriginal: 'Keep the original From in Reply-To',
  keepOriginalHint: 'Where the message has no Reply-To yet.',
  signatureHint: 'Where the message has no Reply-To yet. A message that arrives signed (DKIM) loses its signature.',
  recipientTitle: 'Recipients',
  defaultDomain: 'Complete bare names with',
  defaultDomainNone: 'Nothing: bare names are refused',
  defaultDomainHint: 'A device-friendly connector then takes <scanner> for scanner@ this domain.',
  archive: 'Copy every message to the mailbox folder',
  archiveEmpty: 'No copy',
  archiveHint: 'A plain folder name, such as Archive.',
};
