import type { SendConnectorDocument } from '../../../main/contract/send-connector.ts';
import { weekdays } from '../../../main/contract/weekdays.ts';
import { linesOf } from '../connectors/form.ts';
import { senderDocumentOf, senderFormOf } from '../rewriting.ts';
import type { SenderForm } from '../rewriting.ts';

/** Which mail a send connector is for, when it sends, and as whom: the rules of its dialog, texts as typed. */

export type Weekday = (typeof weekdays)[number];

export interface SendRules {
  /** One a line. */
  readonly senders: string;
  /** Names of receive connectors. */
  readonly sources: readonly string[];
  readonly hasHours: boolean;
  /** `20:00`, as a time field holds it. */
  readonly from: string;
  readonly to: string;
  /** Days on which the hours begin. */
  readonly days: readonly Weekday[];
  readonly rewriting: SenderForm;
}

/** Begins with these hours where somebody wants some. */
const NIGHT = { from: '20:00', to: '06:00', days: weekdays };

type Ruled = Pick<SendConnectorDocument, 'conditions' | 'sendWindow' | 'rewriting'>;

export function sendRulesOf({ conditions, sendWindow, rewriting }: Ruled): SendRules {
  return {
    senders: conditions.senders.join('\n'),
    sources: conditions.receiveConnectors,
    hasHours: sendWindow !== null,
    ...(sendWindow ?? NIGHT),
    rewriting: senderFormOf(rewriting),
  };
}

/** As they are to be saved; they may not be valid yet. */
export function ruledDocumentOf({ senders, sources, hasHours, from, to, days, rewriting }: SendRules): Ruled {
  return {
    conditions: { senders: [...linesOf(senders)], receiveConnectors: [...sources] },
    sendWindow: hasHours ? { from, to, days: [...days] } : null,
    rewriting: senderDocumentOf(rewriting),
  };
}

/** With a day more or less, in the order of the week. */
export function withDay(days: readonly Weekday[], day: Weekday, isChosen: boolean): readonly Weekday[] {
  return weekdays.filter((one) => (one === day ? isChosen : days.includes(one)));
}
