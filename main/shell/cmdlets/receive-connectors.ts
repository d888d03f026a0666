import type { ConfigView } from '../../contract/config-view.ts';
import type { ReceiveConnectorDocument } from '../../contract/receive-connector.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import type { ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { byName, findAll, findOne, givenIdentities, noteServer, type IdentityScope } from './identity.ts';
import { receiveConnectorObject } from './receive-connector-object.ts';
import { receiveConnectorSettings } from './receive-connector-settings.ts';
import { presetOf, usageParameters } from './receive-connector-usage.ts';
import { withSettings } from './settable.ts';

/** Get-, New-, Set- and Remove-ReceiveConnector. */

type Entry = Readonly<Record<string, unknown>>;

export const identityParameter: Parameter = {
  name: 'Identity',
  type: 'any',
  position: 0,
  mandatory: true,
  help: 'SERVER\\Name, Name or Guid; the pipeline gives it too.',
};
const server: Parameter = { name: 'Server', type: 'text', help: 'There is one server here; any name is taken for it.' };

export function connectorScope(view: ConfigView, shell: Invocation['shell']): IdentityScope<ReceiveConnectorDocument> {
  const { receiveConnectors, server: names } = view.document;
  return { kind: 'ReceiveConnector', entries: receiveConnectors, server: names, shell };
}

const getReceiveConnector: Cmdlet = {
  name: 'Get-ReceiveConnector',
  synopsis: 'Shows receive connectors.',
  parameters: [{ ...identityParameter, mandatory: false }, server],
  async run(invocation) {
    const { bound, shell } = invocation;
    const view = await shell.call('config.get', {});
    const scope = connectorScope(view, shell);
    const typed = bound.text('Server');
    if (typed !== undefined) noteServer(scope, typed);
    const identities = givenIdentities(invocation);
    const found = identities === null ? scope.entries : identities.flatMap((identity) => findAll(scope, identity));
    return found.map((connector) => receiveConnectorObject(connector, view.document.server));
  },
};

const newReceiveConnector: Cmdlet = {
  name: 'New-ReceiveConnector',
  synopsis: 'Makes a receive connector.',
  changes: true,
  parameters: [
    { name: 'Name', type: 'text', position: 0, mandatory: true, help: 'Its name, up to 64 characters.' },
    server,
    ...usageParameters,
    ...receiveConnectorSettings,
  ],
  async run(invocation) {
    const { bound, shell } = invocation;
    const view = await shell.call('config.get', {});
    const scope = connectorScope(view, shell);
    const typed = bound.text('Server');
    if (typed !== undefined) noteServer(scope, typed);
    const name = bound.text('Name') ?? '';
    if (byName(scope.entries, name) !== undefined)
      throw new ShellError(
        'InvalidOperation',
        `The Receive connector "${scope.server.name}\\${name}" already exists. Choose another name, or change it with Set-ReceiveConnector.`,
      );
    const entry = withSettings({ name, ...presetOf(bound) }, {}, { bound, settables: receiveConnectorSettings, shell });
    const isMade = await changeConfiguration(invocation, {
      base: view,
      patch: { receiveConnectors: [...sparseConnectors(view), withCleanGroups(entry)] },
      subject: name,
      text: `Creating Receive connector "${scope.server.name}\\${name}".`,
    });
    return isMade ? shown(invocation, name) : [];
  },
};

const setReceiveConnector: Cmdlet = {
  name: 'Set-ReceiveConnector',
  synopsis: 'Changes receive connectors. Lists are replaced, or changed by @{Add=…; Remove=…}.',
  changes: true,
  parameters: [identityParameter, { name: 'Name', type: 'text', help: 'A new name.' }, ...receiveConnectorSettings],
  async run(invocation) {
    const { bound, shell } = invocation;
    for (const identity of givenIdentities(invocation) ?? []) {
      const view = await shell.call('config.get', {});
      const scope = connectorScope(view, shell);
      const connector = findOne(scope, identity);
      const index = scope.entries.indexOf(connector);
      const renamed = bound.text('Name');
      const patched = sparseConnectors(view).map((entry, position) =>
        position === index
          ? withCleanGroups({
              ...withSettings(entry, connector, { bound, settables: receiveConnectorSettings, shell }),
              ...(renamed === undefined ? {} : { name: renamed }),
            })
          : entry,
      );
      await changeConfiguration(invocation, {
        base: view,
        patch: { receiveConnectors: patched },
        subject: renamed ?? connector.name,
        text: `Setting Receive connector "${scope.server.name}\\${connector.name}".`,
      });
    }
    return [];
  },
};

const removeReceiveConnector: Cmdlet = {
  name: 'Remove-ReceiveConnector',
  synopsis: 'Removes receive connectors; asks first.',
  changes: true,
  parameters: [identityParameter],
  async run(invocation) {
    const { shell } = invocation;
    for (const identity of givenIdentities(invocation) ?? []) {
      const view = await shell.call('config.get', {});
      const scope = connectorScope(view, shell);
      const connector = findOne(scope, identity);
      const index = scope.entries.indexOf(connector);
      await changeConfiguration(invocation, {
        base: view,
        patch: { receiveConnectors: sparseConnectors(view).filter((_, position) => position !== index) },
        subject: connector.name,
        text: `Removing Receive connector "${scope.server.name}\\${connector.name}".`,
        isRemoval: true,
      });
    }
    return [];
  },
};

/** As they stand in the file: what is left out there keeps following its default. */
export function sparseConnectors({ sparse }: ConfigView): readonly Entry[] {
  return Array.isArray(sparse.receiveConnectors) ? (sparse.receiveConnectors as readonly Entry[]) : [];
}

/** Custom is shown where entries differ from the groups and is never set; None stands alone. */
function withCleanGroups(entry: Entry): Entry {
  const given = entry['permissionGroups'];
  if (!Array.isArray(given)) return entry;
  const groups = given.filter((group) => group !== 'Custom' && group !== 'None');
  return { ...entry, permissionGroups: groups.length === 0 ? ['None'] : groups };
}

async function shown({ shell }: Invocation, name: string): Promise<readonly ShellValue[]> {
  const { document } = await shell.call('config.get', {});
  const connector = byName(document.receiveConnectors, name);
  return connector === undefined ? [] : [receiveConnectorObject(connector, document.server)];
}

export const receiveConnectorCmdlets: readonly Cmdlet[] = [
  getReceiveConnector,
  newReceiveConnector,
  setReceiveConnector,
  removeReceiveConnector,
];
