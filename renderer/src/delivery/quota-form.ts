import type { QuotaDocument, QuotaPreset } from '../../../main/contract/quota.ts';

/** The quota of a send connector as the dialog holds it: a provider, and numbers as typed; empty: the provider's, or none. */

export const quotaPresets = [
  'microsoft-365',
  'microsoft-365-connector',
  'high-volume-email',
  'gmail',
  'gmail-relay',
  'azure-communication-services',
] as const satisfies readonly QuotaPreset[];

export const quotaLimits = [
  'messagesPerMinute',
  'messagesPerHour',
  'messagesPerDay',
  'recipientsPerDay',
  'recipientsPerMessage',
  'connections',
] as const satisfies readonly (keyof QuotaDocument)[];
export type QuotaLimit = (typeof quotaLimits)[number];

export interface QuotaForm {
  /** Empty: no provider's. */
  readonly preset: QuotaPreset | '';
  readonly limits: Readonly<Record<QuotaLimit, string>>;
}

export const noQuota: QuotaDocument = {
  ...{ preset: null, messagesPerMinute: null, messagesPerHour: null, messagesPerDay: null },
  ...{ recipientsPerDay: null, recipientsPerMessage: null, connections: null },
};

export function quotaFormOf(quota: QuotaDocument): QuotaForm {
  const limits = Object.fromEntries(quotaLimits.map((limit) => [limit, String(quota[limit] ?? '')]));
  return { preset: quota.preset ?? '', limits: limits as Record<QuotaLimit, string> };
}

/** It may not be valid yet. */
export function quotaDocumentOf({ preset, limits }: QuotaForm): Readonly<Record<string, unknown>> {
  const numbers = quotaLimits.map((limit) => [limit, numberOf(limits[limit].trim())] as const);
  return { preset: preset === '' ? null : preset, ...Object.fromEntries(numbers) };
}

function numberOf(text: string): number | string | null {
  if (text === '') return null;
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}
