import type { ShellHost } from '../run/cmdlet.ts';

/** Names that a cmdlet's Identity can be, for completion; empty where the noun has none. */
export async function identitiesOf(noun: string, call: ShellHost['call']): Promise<readonly string[]> {
  const { document } = await call('config.get', {});
  switch (noun.toLowerCase()) {
    case 'receiveconnector':
    case 'adpermission':
      return document.receiveConnectors.map(({ name }) => name);
    case 'sendconnector':
      return document.sendConnectors.map(({ name }) => name);
    case 'accepteddomain':
      return document.acceptedDomains.map(({ name }) => name);
    case 'recipient':
      return document.recipients.map(({ address }) => address);
    case 'smtpaccount':
      return document.accounts.map(({ userName }) => userName);
    case 'mailboxfolder':
      return document.mailboxes.map(({ name }) => name);
    case 'check':
      return document.checks.map(({ name }) => name);
    case 'device':
      return document.devices.map(({ address }) => address);
    case 'queue':
      return (await call('queue.list', {})).map(({ identity }) => identity);
    default:
      return [];
  }
}
