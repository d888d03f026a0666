import type { Parameter } from '../run/parameters.ts';

/** Parameters of Exchange's that scripts give and that mean nothing here: a note says that they were left out. */

const unused = (names: string): readonly Parameter[] =>
  names.split(/\s+/).map((name) => ({ name, type: 'any', verbatim: true, ignored: true, help: '' }));

export const unusedOfTransportConfig: readonly Parameter[] = [
  {
    name: 'MaxSendSize',
    type: 'any',
    ignored: true,
    help: 'There is one limit for all mail: -MaxReceiveSize.',
  },
  {
    name: 'InternalSMTPServers',
    type: 'any',
    ignored: true,
    help: 'Which servers are trusted is said by receive connectors.',
  },
  ...unused(
    'ClearCategories ConvertDisclaimerWrapperToEml DSNConversionMode ExternalDsnDefaultLanguage ' +
      'ExternalDsnLanguageDetectionEnabled ExternalDsnMaxMessageAttachSize ExternalDsnReportingAuthority ExternalDsnSendHtml ' +
      'GenerateCopyOfDSNFor HeaderPromotionModeSetting InternalDelayDsnEnabled InternalDsnDefaultLanguage ' +
      'InternalDsnLanguageDetectionEnabled InternalDsnMaxMessageAttachSize InternalDsnReportingAuthority InternalDsnSendHtml ' +
      'JournalingReportNdrTo MaxDumpsterSizePerDatabase MaxDumpsterTime Rfc2231EncodingEnabled SafetyNetHoldTime ' +
      'ShadowRedundancyEnabled ShadowHeartbeatFrequency ShadowMessageAutoDiscardInterval SupervisionTags ' +
      'VerifySecureSubmitEnabled VoicemailJournalingEnabled Xexch50Enabled',
  ),
];

export const unusedOfTransportService = unused(
  'ReceiveProtocolLogPath SendProtocolLogPath MessageTrackingLogPath ConnectivityLogEnabled ConnectivityLogPath ' +
    'ConnectivityLogMaxAge ConnectivityLogMaxFileSize ConnectivityLogMaxDirectorySize RoutingTableLogPath QueueLogPath ' +
    'PickupDirectoryPath ReplayDirectoryPath AntispamAgentsEnabled ExternalDNSAdapterEnabled ExternalDNSAdapterGuid ' +
    'ExternalDNSServers ExternalIPAddress InternalDNSAdapterEnabled InternalDNSAdapterGuid InternalDNSServers ' +
    'InternalDNSProtocolOption ExternalDNSProtocolOption IntraOrgConnectorProtocolLoggingLevel PipelineTracingEnabled ' +
    'PipelineTracingPath PipelineTracingSenderAddress ContentConversionTracingEnabled MaxConcurrentMailboxDeliveries ' +
    'MaxConcurrentMailboxSubmissions PickupDirectoryMaxHeaderSize PickupDirectoryMaxMessagesPerMinute ' +
    'PickupDirectoryMaxRecipientsPerMessage PoisonMessageDetectionEnabled RecipientValidationCacheEnabled',
);
