import type { ConfigDocument } from '../../contract/document.ts';
import type { Cmdlet } from '../run/cmdlet.ts';
import type { BoundValue, Parameter, ParameterType } from '../run/parameters.ts';
import { shellObject, type ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { noteServer } from './identity.ts';
import { sizeOf, spanOf } from './receive-connector-object.ts';

/** Get- and Set-TransportConfig, -TransportService and -FrontendTransportService: settings of the one server. */

type Sections = Pick<ConfigDocument, 'transport' | 'journal'>;

interface ServerSetting {
  readonly name: string;
  readonly type: Extract<ParameterType, string>;
  readonly section: keyof Sections;
  readonly property: string;
  readonly nullable?: true;
}

const transport = (name: string, type: ServerSetting['type'], more: Partial<ServerSetting> = {}): ServerSetting => ({
  name,
  type,
  section: 'transport',
  property: name.charAt(0).toLowerCase() + name.slice(1),
  ...more,
});
const journal = (name: string, type: ServerSetting['type'], property: string): ServerSetting => ({
  name,
  type,
  section: 'journal',
  property,
});
const protocolLogs: readonly ServerSetting[] = (['Receive', 'Send'] as const).flatMap((direction) => [
  journal(`${direction}ProtocolLogMaxAge`, 'span', 'protocolLogMaxAge'),
  journal(`${direction}ProtocolLogMaxFileSize`, 'size', 'protocolLogMaxFileSize'),
  journal(`${direction}ProtocolLogMaxDirectorySize`, 'size', 'protocolLogMaxDirectorySize'),
]);

const transportConfig: readonly ServerSetting[] = [
  transport('MaxReceiveSize', 'size'),
  transport('MaxRecipientEnvelopeLimit', 'integer'),
  transport('ExternalPostmasterAddress', 'text', { nullable: true }),
  transport('ExternalDelayDsnEnabled', 'boolean', { property: 'delayDsnEnabled' }),
];
const transportService: readonly ServerSetting[] = [
  transport('MessageExpirationTimeout', 'span'),
  transport('DelayNotificationTimeout', 'span'),
  transport('TransientFailureRetryCount', 'integer'),
  transport('TransientFailureRetryInterval', 'span'),
  transport('OutboundConnectionFailureRetryInterval', 'span'),
  transport('MessageRetryInterval', 'span'),
  transport('MaxOutboundConnections', 'integer'),
  transport('MaxPerDomainOutboundConnections', 'integer'),
  transport('PoisonThreshold', 'integer'),
  journal('MessageTrackingLogEnabled', 'boolean', 'messageTrackingEnabled'),
  journal('MessageTrackingLogMaxAge', 'span', 'messageTrackingMaxAge'),
  journal('MessageTrackingLogMaxFileSize', 'size', 'messageTrackingMaxFileSize'),
  journal('MessageTrackingLogMaxDirectorySize', 'size', 'messageTrackingMaxDirectorySize'),
  journal('MessageTrackingLogSubjectLoggingEnabled', 'boolean', 'messageTrackingSubjectLoggingEnabled'),
  ...protocolLogs,
];

export const serverSettingCmdlets: readonly Cmdlet[] = [
  ...settingCmdlets('TransportConfig', 'transport configuration', transportConfig),
  ...settingCmdlets('TransportService', 'transport service', transportService),
  ...settingCmdlets('FrontendTransportService', 'frontend transport service', protocolLogs),
];

function settingCmdlets(noun: string, title: string, settings: readonly ServerSetting[]): readonly Cmdlet[] {
  const identity: Parameter = {
    name: 'Identity',
    type: 'text',
    position: 0,
    help: 'There is one server here; any name is taken for it.',
  };
  return [
    {
      name: `Get-${noun}`,
      synopsis: `Shows the settings of the ${title}.`,
      parameters: [identity],
      async run({ bound, shell }) {
        const { document } = await shell.call('config.get', {});
        const typed = bound.text('Identity');
        if (typed !== undefined) noteServer({ server: document.server, shell }, typed);
        const values = settings.map((setting): [string, ShellValue] => [setting.name, shownValue(setting, document)]);
        const { name } = document.server;
        return [shellObject(noun, { Name: name, ...Object.fromEntries(values), Identity: name })];
      },
    },
    {
      name: `Set-${noun}`,
      synopsis: `Changes settings of the ${title}.`,
      changes: true,
      parameters: [
        identity,
        ...settings.map(({ name, type, nullable }): Parameter => ({
          name,
          type,
          help: '',
          ...(nullable === true ? { nullable } : {}),
        })),
      ],
      async run(invocation) {
        const { bound, shell } = invocation;
        const base = await shell.call('config.get', {});
        const { name } = base.document.server;
        const typed = bound.text('Identity');
        if (typed !== undefined) noteServer({ server: base.document.server, shell }, typed);
        const patch: Partial<Record<keyof Sections, Record<string, BoundValue>>> = {};
        for (const setting of settings) {
          const value = bound.value(setting.name);
          if (value !== undefined) patch[setting.section] = { ...patch[setting.section], [setting.property]: value };
        }
        await changeConfiguration(invocation, {
          base,
          patch,
          subject: name,
          text: `Setting the ${title} of "${name}".`,
        });
        return [];
      },
    },
  ];
}

function shownValue({ section, property, type }: ServerSetting, document: Sections): ShellValue {
  const value = new Map(Object.entries(document[section])).get(property) as unknown;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return type === 'span' ? spanOf(value) : type === 'size' ? sizeOf(value) : value;
}
