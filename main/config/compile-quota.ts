import type { SendConnectorDocument } from '../contract/send-connector.ts';
import { limitsOfPreset } from '../providers/presets.ts';
import type { SendConnector, SendQuota } from './snapshot.ts';

/** What the quota leaves out is the preset's. */
export function compileQuota({
  quota,
  maxConnections,
}: SendConnectorDocument): Pick<SendConnector, 'quota' | 'maxConnections'> {
  const usual = quota.preset === null ? null : limitsOfPreset(quota.preset);
  const limit = (name: keyof SendQuota): number | null => quota[name] ?? usual?.[name] ?? null;
  const limits: SendQuota = {
    messagesPerMinute: limit('messagesPerMinute'),
    messagesPerHour: limit('messagesPerHour'),
    messagesPerDay: limit('messagesPerDay'),
    recipientsPerDay: limit('recipientsPerDay'),
    recipientsPerMessage: limit('recipientsPerMessage'),
  };
  const connections = quota.connections ?? usual?.connections ?? maxConnections;
  return {
    quota: Object.values(limits).every((most) => most === null) ? null : Object.freeze(limits),
    maxConnections: Math.min(maxConnections, connections),
  };
}
