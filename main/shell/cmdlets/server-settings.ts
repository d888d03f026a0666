import type { ConfigDocument } from '../../contract/document.ts';
import type { Cmdlet, ShellContext } from '../run/cmdlet.ts';
import { isMultiChange } from '../run/convert.ts';
import type { BoundValue, Parameter } from '../run/parameters.ts';
import { shellObject, type ShellValue } from '../values/shell-value.ts';
import { changeConfiguration } from './change-configuration.ts';
import { noteServer } from './identity.ts';
import { sizeOf, spanOf } from './receive-connector-object.ts';
import { merged } from './settable.ts';
import { unusedOfTransportConfig, unusedOfTransportService } from './unused-settings.ts';

/** Get- and Set-TransportConfig, -TransportService and -FrontendTransportService: settings of the one server. */

type Sections = Pick<ConfigDocument, 'server' | 'transport' | 'journal'>;

export interface ServerSetting extends Parameter {
  readonly section: keyof Sections;
  readonly property: string;
}

const transport = (name: string, type: ServerSetting['type'], more: Partial<ServerSetting> = {}): ServerSetting => ({
  name,
  type,
  section: 'transport',
  property: name.charAt(0).toLowerCase() + name.slice(1),
  help: '',
  ...more,
});
const server = (name: string, type: ServerSetting['type'], property: string, help: string): ServerSetting => ({
  ...{ name, type, section: 'server', property, help },
});
const postroom = (help: string): Partial<ServerSetting> => ({ help: `Postroom: ${help}` });
const journal = (name: string, type: ServerSetting['type'], property: string): ServerSetting => ({
  name,
  type,
  section: 'journal',
  property,
  help: '',
});
const protocolLogs: readonly ServerSetting[] = (['Receive', 'Send'] as const).flatMap((direction) => [
  journal(`${direction}ProtocolLogMaxAge`, 'span', 'protocolLogMaxAge'),
  journal(`${direction}ProtocolLogMaxFileSize`, 'size', 'protocolLogMaxFileSize'),
  journal(`${direction}ProtocolLogMaxDirectorySize`, 'size', 'protocolLogMaxDirectorySize'),
]);

export const transportConfig: readonly ServerSetting[] = [
  transport('MaxReceiveSize', 'size'),
  transport('MaxRecipientEnvelopeLimit', 'integer'),
  transport('ExternalPostmasterAddress', 'text', { nullable: true }),
  transport('ExternalDelayDsnEnabled', 'boolean', { property: 'delayDsnEnabled' }),
  transport('TLSReceiveDomainSecureList', 'multi', { nullable: true, property: 'tlsReceiveDomainSecureList' }),
  transport('TLSSendDomainSecureList', 'multi', { nullable: true, property: 'tlsSendDomainSecureList' }),
  transport('BlockedSenders', 'multi', { nullable: true, ...postroom('senders that are refused.') }),
  transport('BlockedRecipients', 'multi', { nullable: true, ...postroom('recipients that are refused.') }),
  transport('BlockedAddresses', 'multi', { nullable: true, ...postroom('clients that are refused.') }),
];
export const transportService: readonly ServerSetting[] = [
  transport('MessageExpirationTimeout', 'span'),
  transport('DelayNotificationTimeout', 'span'),
  transport('TransientFailureRetryCount', 'integer'),
  transport('TransientFailureRetryInterval', 'span'),
  transport('OutboundConnectionFailureRetryInterval', 'span'),
  transport('MessageRetryInterval', 'span'),
  transport('MaxOutboundConnections', 'integer'),
  transport('MaxPerDomainOutboundConnections', 'integer'),
  transport('PoisonThreshold', 'integer'),
  transport('QueueGlitchRetryCount', 'integer', postroom('in Exchange a key of EdgeTransport.exe.config.')),
  transport('QueueGlitchRetryInterval', 'span', postroom('in Exchange a key of EdgeTransport.exe.config.')),
  transport('MinimumFreeDisk', 'size', postroom('below it no mail is taken.')),
  transport('MaximumQueueLength', 'integer', postroom('above it no mail is taken.')),
  transport('PickupEnabled', 'boolean', postroom('whether the pickup folder is looked into.')),
  transport('LearningModeEnabled', 'boolean', postroom('no mail is taken, and who sends is listed.')),
  transport('LearningModeEnds', 'text', {
    nullable: true,
    ...postroom('when that ends by itself, as 2026-11-23T09:00:00Z.'),
  }),
  server('ServerName', 'text', 'name', 'Postroom: the first part of every identity.'),
  server('Fqdn', 'text', 'fqdn', 'Postroom: the name of the server in the dialogue.'),
  server(
    'ReplyDialect',
    { oneOf: ['2013', '2016'] },
    'replyDialect',
    'Postroom: in which Exchange’s words it answers.',
  ),
  journal('MessageTrackingLogEnabled', 'boolean', 'messageTrackingEnabled'),
  journal('MessageTrackingLogMaxAge', 'span', 'messageTrackingMaxAge'),
  journal('MessageTrackingLogMaxFileSize', 'size', 'messageTrackingMaxFileSize'),
  journal('MessageTrackingLogMaxDirectorySize', 'size', 'messageTrackingMaxDirectorySize'),
  journal('MessageTrackingLogSubjectLoggingEnabled', 'boolean', 'messageTrackingSubjectLoggingEnabled'),
  ...protocolLogs,
];

export const serverSettingCmdlets: readonly Cmdlet[] = [
  ...settingCmdlets({
    noun: 'TransportConfig',
    title: 'transport configuration',
    settings: transportConfig,
    unused: unusedOfTransportConfig,
  }),
  ...settingCmdlets({
    noun: 'TransportService',
    // As Exchange 2007 and 2010 call it.
    alias: 'TransportServer',
    title: 'transport service',
    settings: transportService,
    unused: unusedOfTransportService,
  }),
  ...settingCmdlets({
    noun: 'FrontendTransportService',
    title: 'frontend transport service',
    settings: protocolLogs,
    unused: unusedOfTransportService,
  }),
];

interface Settings {
  readonly noun: string;
  readonly alias?: string;
  readonly title: string;
  readonly settings: readonly ServerSetting[];
  /** Parameters of Exchange's that have no meaning here. */
  readonly unused: readonly Parameter[];
}

function settingCmdlets({ noun, alias, title, settings, unused }: Settings): readonly Cmdlet[] {
  const aliases = (verb: string): readonly string[] => (alias === undefined ? [] : [`${verb}-${alias}`]);
  const identity: Parameter = {
    name: 'Identity',
    type: 'text',
    position: 0,
    help: 'There is one server here; any name is taken for it.',
  };
  return [
    {
      name: `Get-${noun}`,
      aliases: aliases('Get'),
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
      aliases: aliases('Set'),
      synopsis: `Changes settings of the ${title}.`,
      changes: true,
      parameters: [identity, ...settings, ...unused],
      async run(invocation) {
        const { bound, shell } = invocation;
        const base = await shell.call('config.get', {});
        const { name } = base.document.server;
        const typed = bound.text('Identity');
        if (typed !== undefined) noteServer({ server: base.document.server, shell }, typed);
        const patch: Partial<Record<keyof Sections, Record<string, unknown>>> = {};
        for (const setting of settings) {
          const value = bound.value(setting.name);
          if (value !== undefined)
            patch[setting.section] = {
              ...patch[setting.section],
              [setting.property]: settingValue(setting, value, base.document, shell),
            };
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

function settingValue(
  { name, type, section, property }: ServerSetting,
  value: BoundValue,
  document: Sections,
  shell: ShellContext,
): unknown {
  const current = new Map<string, unknown>(Object.entries(document[section])).get(property);
  if (isMultiChange(value)) return merged(current, value, name, shell);
  return type === 'multi' && value === null ? [] : value;
}

function shownValue({ section, property, type }: ServerSetting, document: Sections): ShellValue {
  const value = new Map(Object.entries(document[section])).get(property) as unknown;
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return type === 'span' ? spanOf(value) : type === 'size' ? sizeOf(value) : value;
}
