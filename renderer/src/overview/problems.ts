import type { Problem, ProblemFacts, ProblemKind, ProblemOf } from '../../../main/contract/problem-view.ts';
import type { ServiceName } from '../../../main/contract/status-view.ts';
import { fullNameOf } from '../devices/device-names.ts';
import type { DeviceNames } from '../devices/device-names.ts';
import { messages } from '../messages.ts';
import { said } from '../said.ts';
import type { ProblemTexts, WordedKind } from './problem-texts.ts';

/** Problems as the overview shows them: words, weight, and the buttons that mend them or lead to the place. */

export interface ProblemWords {
  readonly title: string;
  readonly text: string;
}

const texts: ProblemTexts = messages.problems.said;

/** In the reader's language, with devices by their names; the notices of the engine as it words them. */
export function wordsOf(problem: Problem, names: DeviceNames): ProblemWords {
  if (problem.kind === 'notice') return { title: said(problem.text), text: said(problem.action) };
  if (problem.kind === 'device-silent') return worded({ ...problem, facts: named(problem.facts, names) });
  if (problem.kind === 'device-refused') return worded({ ...problem, facts: named(problem.facts, names) });
  return worded(problem);
}

function named<Facts extends { readonly address: string }>(facts: Facts, names: DeviceNames): Facts {
  return { ...facts, address: fullNameOf(names, facts.address) };
}

function worded<Kind extends WordedKind>({ kind, facts }: ProblemOf<Kind>): ProblemWords {
  const text = texts[kind];
  return { title: text.title(facts), text: text.text(facts) };
}

const WARNINGS: ReadonlySet<ProblemKind> = new Set([
  'certificate-expiring',
  'certificate-untrusted',
  'client-secret-expiring',
  'alerts-failing',
  'device-silent',
  'disk-low',
  'journal-dropping',
  'notice',
  'partner-authority-ending',
  'quota-near',
  'unreachable-mail',
]);

/** Bad: mail is refused or stands still. */
export function toneOf({ kind, code }: Problem): 'warn' | 'bad' {
  return WARNINGS.has(kind) && code !== 'open-relay' ? 'warn' : 'bad';
}

type Label = keyof typeof messages.problems.remedies;

/** What a button does. The first of a problem is the one to press. */
export type Remedy = { readonly label: Label } & (
  | { readonly kind: 'go'; readonly hash: string }
  | { readonly kind: 'start'; readonly service: ServiceName }
  | { readonly kind: 'retry'; readonly queue: string }
  /** Asks what would let the device relay, and offers it. */
  | { readonly kind: 'relay'; readonly session: string }
  | { readonly kind: 'renew'; readonly file: string; readonly names: readonly string[] }
);

const go = (label: Label, hash: string): Remedy => ({ kind: 'go', label, hash });
const part = (page: string, name: string): string => `#${page}:${encodeURIComponent(name)}`;
/** `OFFICE\Default` is shown on its page as `Default`. */
const connectorPart = (identity: string): string => part('connectors', identity.slice(identity.indexOf('\\') + 1));

type Remedies = { readonly [Kind in ProblemKind]: (facts: ProblemFacts[Kind], code: string) => readonly Remedy[] };

const certificate = ({ selfSigned, file, names }: ProblemFacts['certificate-expired']): readonly Remedy[] =>
  selfSigned && names.length > 0 ? [{ kind: 'renew', label: 'renew', file, names }] : [go('certificates', '#delivery')];

const remedies: Remedies = {
  'learning-mode': () => [go('learning', '#devices')],
  'service-stopped': ({ service }) => [{ kind: 'start', label: 'start', service }],
  'listener-failed': ({ connector }) => [go('connector', connectorPart(connector))],
  'device-refused': ({ session, reply, address }) =>
    session === null
      ? [go('device', part('devices', address))]
      : [
          ...(mayBeLetIn(reply) ? [{ kind: 'relay', label: 'relay', session } as const] : []),
          go('session', part('sessions', session)),
        ],
  'unreachable-mail': () => [go('delivery', '#delivery'), go('messages', part('queue', 'Unreachable'))],
  'no-send-connector': ({ messages: count }) => [
    go('sendConnector', '#delivery'),
    ...(count > 0 ? [go('messages', part('queue', 'Unreachable'))] : []),
  ],
  'poison-mail': () => [go('messages', part('queue', 'Poison'))],
  'secret-missing': () => [go('password', '#delivery')],
  'sign-in-needed': ({ byProgram }) => [go(byProgram ? 'delivery' : 'signIn', '#delivery')],
  'client-secret-expiring': () => [go('delivery', '#delivery')],
  'queue-stuck': ({ queue, isSetting }) => {
    const retry = { kind: 'retry', label: 'retry', queue } as const;
    return isSetting ? [go('delivery', '#delivery'), retry] : [retry, go('messages', part('queue', queue))];
  },
  'quota-near': () => [go('delivery', '#delivery')],
  'disk-full': () => [go('settings', '#settings')],
  'store-failed': () => [go('settings', '#settings')],
  'pressure-high': ({ cause }) => [
    cause === 'queue'
      ? go('messages', '#queue')
      : cause === 'delay'
        ? go('sessions', '#sessions')
        : go('settings', '#settings'),
  ],
  'disk-low': () => [go('settings', '#settings')],
  'certificate-expired': certificate,
  'certificate-expiring': certificate,
  'certificate-untrusted': ({ connector }) => [
    go('certificates', '#delivery'),
    go('connector', part('connectors', connector)),
  ],
  'partner-authority-ending': () => [go('certificates', '#delivery')],
  'journal-dropping': () => [go('settings', '#settings')],
  'device-silent': ({ address }) => [go('device', part('devices', address))],
  'alerts-failing': () => [go('settings', '#settings')],
  notice: (_facts, code) => [placeOf(code)],
};

export function remediesOf(problem: Problem): readonly Remedy[] {
  return remedy(problem);
}

function remedy<Kind extends ProblemKind>({ kind, code, facts }: ProblemOf<Kind>): readonly Remedy[] {
  return remedies[kind](facts, code);
}

/** Only what a right of a connector would turn: a relay, or the sender's address. */
function mayBeLetIn(reply: string): boolean {
  return /^550 5\.7\.(?:1|54|60)\b/.test(reply);
}

function placeOf(code: string): Remedy {
  if (code === 'open-relay' || code === 'first-run-ports') return go('connectors', '#connectors');
  if (code.startsWith('certificate') || code.startsWith('secrets')) return go('delivery', '#delivery');
  if (code.startsWith('config')) return go('settings', '#settings');
  return go('messages', '#queue');
}
