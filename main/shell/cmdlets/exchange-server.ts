import type { Cmdlet } from '../run/cmdlet.ts';
import { shellObject } from '../values/shell-value.ts';
import { noteServer } from './identity.ts';

/** Get-ExchangeServer: the one server, for commands that go through all servers of an organization. */

const getExchangeServer: Cmdlet = {
  name: 'Get-ExchangeServer',
  aliases: ['Get-MailboxServer', 'Get-ClientAccessServer'],
  synopsis: 'Shows this server, which is the only one.',
  parameters: [
    { name: 'Identity', type: 'text', position: 0, help: 'There is one server here; any name is taken for it.' },
    { name: 'Status', type: 'switch', ignored: true, help: '' },
  ],
  async run({ bound, shell }) {
    const { server } = (await shell.call('config.get', {})).document;
    const typed = bound.text('Identity');
    if (typed !== undefined) noteServer({ server, shell }, typed);
    return [
      shellObject('ExchangeServer', {
        Name: server.name,
        Fqdn: server.fqdn,
        ServerRole: 'Mailbox',
        IsMailboxServer: true,
        IsHubTransportServer: true,
        IsFrontendTransportServer: true,
        IsClientAccessServer: true,
        IsEdgeServer: false,
        Identity: server.name,
      }),
    ];
  },
};

export const exchangeServerCmdlets: readonly Cmdlet[] = [getExchangeServer];
