import type { ReceiveConnectorDocument, TransportRole } from '../../../main/contract/receive-connector.ts';

/** What a receive connector says of itself and asks of its clients, as the editor holds it. */

/** Switches for what EHLO offers, in the order of its lines. */
export const offerNames = [
  'pipeliningEnabled',
  'deliveryStatusNotificationEnabled',
  'enhancedStatusCodesEnabled',
  'eightBitMimeEnabled',
  'smtpUtf8Enabled',
] as const satisfies readonly (keyof ReceiveConnectorDocument)[];
/** Switches for what is refused besides what has to be. */
export const strictnessNames = [
  'requireEHLODomain',
  'bareLinefeedRejectionEnabled',
  'rejectReservedTopLevelRecipientDomains',
  'rejectReservedSecondLevelRecipientDomains',
  'rejectSingleLabelRecipientDomains',
] as const satisfies readonly (keyof ReceiveConnectorDocument)[];
export const roleChoices = ['FrontendTransport', 'HubTransport'] as const;
export const sizeChoices = ['Enabled', 'EnabledWithoutValue', 'Disabled'] as const;

export type ProtocolSwitch = (typeof offerNames)[number] | (typeof strictnessNames)[number];

export interface ProtocolForm {
  readonly role: TransportRole;
  /** Empty: the usual one. */
  readonly banner: string;
  readonly size: ReceiveConnectorDocument['sizeEnabled'];
  readonly switches: Readonly<Record<ProtocolSwitch, boolean>>;
}

export function protocolFormOf(document: ReceiveConnectorDocument): ProtocolForm {
  const switches = [...offerNames, ...strictnessNames].map((name) => [name, document[name]] as const);
  return {
    role: document.transportRole,
    banner: document.banner ?? '',
    size: document.sizeEnabled,
    switches: Object.fromEntries(switches) as Record<ProtocolSwitch, boolean>,
  };
}

export function protocolDocumentOf({ role, banner, size, switches }: ProtocolForm): Partial<ReceiveConnectorDocument> {
  return {
    transportRole: role,
    banner: banner.trim() === '' ? null : banner,
    sizeEnabled: size,
    ...switches,
  };
}
