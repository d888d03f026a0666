import type { AuthMechanism, PermissionGroup } from '../../contract/receive-connector.ts';
import type { BoundParameters } from '../run/parameters.ts';
import { ShellError } from '../shell-error.ts';
import { usageIn, usageParametersOf } from './connector-usage.ts';

/** The usage types of New-ReceiveConnector: what they preset, and what they want to be given. */

interface Usage {
  readonly authMechanism: readonly AuthMechanism[];
  readonly permissionGroups: readonly PermissionGroup[];
  /** null: has to be given. Others may not be. */
  readonly bindings: readonly string[] | null;
  readonly remoteIPRanges: readonly string[] | null;
  readonly domainSecureEnabled?: true;
}

const EVERY_IPV4 = ['0.0.0.0-255.255.255.255'];

const usages: Readonly<Record<string, Usage>> = {
  Custom: { authMechanism: ['Tls'], permissionGroups: ['None'], bindings: null, remoteIPRanges: null },
  Internal: {
    authMechanism: ['Tls', 'ExchangeServer'],
    permissionGroups: ['ExchangeServers', 'ExchangeLegacyServers'],
    bindings: ['0.0.0.0:25', '[::]:25'],
    remoteIPRanges: null,
  },
  Internet: {
    authMechanism: ['Tls'],
    permissionGroups: ['AnonymousUsers'],
    bindings: null,
    remoteIPRanges: EVERY_IPV4,
  },
  Partner: {
    authMechanism: ['Tls'],
    permissionGroups: ['Partners'],
    bindings: null,
    remoteIPRanges: null,
    domainSecureEnabled: true,
  },
  Client: {
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'Integrated'],
    permissionGroups: ['ExchangeUsers'],
    bindings: ['0.0.0.0:587', '[::]:587'],
    remoteIPRanges: null,
  },
};
const names = Object.keys(usages);

export const usageParameters = usageParametersOf(names);

/** The preset properties. Throws a ShellError where a parameter is missing or may not be given. */
export function presetOf(bound: BoundParameters): Readonly<Record<string, unknown>> {
  const name = usageIn(bound, names);
  const { bindings, remoteIPRanges, ...preset } = usages[name] ?? { bindings: null, remoteIPRanges: null };
  return {
    ...preset,
    ...presetList(bound, name, 'Bindings', 'bindings', bindings),
    ...presetList(bound, name, 'RemoteIPRanges', 'remoteIPRanges', remoteIPRanges),
  };
}

function presetList(
  bound: BoundParameters,
  usage: string,
  parameter: string,
  property: string,
  preset: readonly string[] | null,
): Readonly<Record<string, readonly string[]>> {
  if (preset === null) {
    if (bound.has(parameter)) return {};
    throw new ShellError(
      'ParameterBinding',
      `Cannot process command because of one or more missing mandatory parameters: ${parameter}. A connector for ${usage} use needs them.`,
    );
  }
  if (!bound.has(parameter)) return { [property]: preset };
  throw new ShellError(
    'ParameterBinding',
    `${parameter} cannot be given for ${usage} use, which sets ${preset.join(', ')}. Use -Custom, or change it afterwards with Set-ReceiveConnector.`,
  );
}
