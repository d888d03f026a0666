import { weekdays } from '../../../main/contract/weekdays.ts';
import { formatCount, joinWords } from '../format.ts';
import { messages } from '../messages.ts';
import { quotaLimits } from './quota-form.ts';
import type { QuotaForm } from './quota-form.ts';
import { linesOf } from '../connectors/form.ts';
import type { SendForm } from './send-form.ts';
import type { SendRules } from './send-rules.ts';

/** What is set in the folded parts of the send connector's dialog, in a few words; empty where nothing is. */

const words = messages.deliveryEditor.send.notes;

/** Which mail, and when. */
export function rulesNote({ senders, sources, hasHours, from, to, days }: SendRules): string {
  const count = linesOf(senders).length;
  return joined([
    count === 0 ? '' : words.senders(count),
    sources.length === 0 ? '' : words.sources(sources),
    hasHours ? words.hours(from, to) : '',
    hasHours && days.length < weekdays.length
      ? joinWords(
          days.map((day) => messages.sendRules.dayNames[day]),
          words.and,
        )
      : '',
  ]);
}

/** With which certificates; `shown` is what the chosen one is called here. */
export function certificatesNote(form: SendForm, shown: string): string {
  if (form.security === 'never') return '';
  return joined([
    form.direct && form.domainSecure ? words.domainSecure : '',
    form.shownCertificate === '' ? '' : words.shown(shown),
    form.fingerprint.trim() === '' ? '' : words.pinned,
  ]);
}

/** As whom. */
export function senderNote({ rules: { rewriting }, dkim }: Pick<SendForm, 'rules' | 'dkim'>): string {
  const devices = linesOf(rewriting.devices).length;
  return joined([
    rewriting.sender.trim() === '' ? '' : words.sender(rewriting.sender.trim()),
    devices === 0 ? '' : words.devices(devices),
    dkim === '' ? '' : words.dkim[dkim],
  ]);
}

export function quotaNote({ preset, limits }: QuotaForm): string {
  const own = quotaLimits.filter((limit) => limits[limit].trim() !== '');
  return joined([
    preset === '' ? '' : messages.quota.presets[preset],
    ...own.map((limit) => words.limit(messages.quota.limits[limit], countText(limits[limit].trim()))),
  ]);
}

/** As it is typed where it is no number yet. */
function countText(text: string): string {
  return /^\d{1,10}$/.test(text) ? formatCount(Number(text)) : text;
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
