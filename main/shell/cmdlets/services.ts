import type { ServiceName, ServiceState } from '../../contract/status-view.ts';
import type { Cmdlet, Invocation } from '../run/cmdlet.ts';
import type { Parameter } from '../run/parameters.ts';
import { leastDifferentName } from '../nearest-name.ts';
import { ShellError } from '../shell-error.ts';
import { propertyOf, isObject, shellObject, type ShellValue } from '../values/shell-value.ts';
import { textOf } from '../values/text-of.ts';
import { hasWildcard, matchesWildcard } from '../values/wildcard.ts';
import { confirmed } from './confirmation.ts';

/** Get-, Start-, Stop- and Restart-Service, for the four services that Exchange's are called after. */

const shortNames: Readonly<Record<ServiceName, string>> = {
  'Frontend Transport': 'MSExchangeFrontEndTransport',
  Transport: 'MSExchangeTransport',
  'Mailbox Transport Delivery': 'MSExchangeDelivery',
  'Mailbox Transport Submission': 'MSExchangeSubmission',
};
const name: Parameter = {
  name: 'Name',
  type: 'any',
  position: 0,
  aliases: ['ServiceName'],
  help: 'MSExchangeTransport and the like, with wildcards.',
};
const displayName: Parameter = { name: 'DisplayName', type: 'any', help: 'The long name, with wildcards.' };
const ignored: readonly Parameter[] = ['ComputerName', 'Force', 'PassThru', 'NoWait'].map((one) => ({
  name: one,
  type: one === 'ComputerName' ? 'any' : 'switch',
  ignored: one !== 'Force',
  help: one === 'Force' ? 'Nothing depends on these services that would be in the way.' : '',
}));

const getService: Cmdlet = {
  name: 'Get-Service',
  aliases: ['gsv'],
  synopsis: 'Shows the services of the server.',
  parameters: [name, displayName, ...ignored],
  run: async (invocation) => (await chosen(invocation)).map(serviceObject),
};

const startService = changing('Start-Service', 'Starts services.', ['services.start']);
const stopService = changing('Stop-Service', 'Stops services.', ['services.stop']);
const restartService = changing('Restart-Service', 'Stops services and starts them again.', [
  'services.stop',
  'services.start',
]);

function changing(
  cmdletName: string,
  synopsis: string,
  calls: readonly ('services.start' | 'services.stop')[],
): Cmdlet {
  return {
    name: cmdletName,
    synopsis,
    changes: true,
    parameters: [name, displayName, ...ignored],
    async run(invocation) {
      const { bound, input, shell } = invocation;
      if (input === null && !bound.has('Name') && !bound.has('DisplayName'))
        throw new ShellError(
          'ParameterBinding',
          'Cannot process command because of one or more missing mandatory parameters: Name.',
        );
      for (const service of await chosen(invocation)) {
        const text = `${cmdletName}: "${displayOf(service.name)}".`;
        if (bound.flag('WhatIf') === true) shell.whatIf(`What if: ${text}`);
        else if (await confirmed(invocation, { text }))
          for (const call of calls) await shell.call(call, { name: service.name });
      }
      return [];
    },
  };
}

async function chosen({ bound, input, shell }: Invocation): Promise<readonly ServiceState[]> {
  const services = await shell.call('services.list', {});
  const typed = [bound.value('Name'), bound.value('DisplayName')]
    .filter((one) => one !== undefined)
    .flatMap((one) => (Array.isArray(one) ? (one as ShellValue[]) : [one as ShellValue]));
  const patterns = [
    ...typed,
    ...(input ?? []).map((item) => (isObject(item) ? (propertyOf(item, 'Name') ?? null) : item)),
  ].map(textOf);
  if (patterns.length === 0) return services;
  return patterns.flatMap((pattern) => find(services, pattern));
}

function find(services: readonly ServiceState[], pattern: string): readonly ServiceState[] {
  const found = services.filter((service) => namesOf(service.name).some((one) => matchesWildcard(one, pattern)));
  if (found.length > 0 || hasWildcard(pattern)) return found;
  const near = leastDifferentName(pattern, Object.values(shortNames));
  throw new ShellError(
    'ObjectNotFound',
    `Cannot find any service with service name '${pattern}'. The nearest one is '${near ?? ''}'.`,
  );
}

/** A guide writes them with Microsoft's name in front. */
function namesOf(service: ServiceName): readonly string[] {
  return [shortNames[service], displayOf(service), service, `Microsoft Exchange ${service}`];
}

function displayOf(service: ServiceName): string {
  return `Postroom ${service}`;
}

function serviceObject({ name: service, state }: ServiceState): ShellValue {
  return shellObject('Service', {
    Status: state === 'running' ? 'Running' : 'Stopped',
    Name: shortNames[service],
    DisplayName: displayOf(service),
  });
}

export const serviceCmdlets: readonly Cmdlet[] = [getService, startService, stopService, restartService];
