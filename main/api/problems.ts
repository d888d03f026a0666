import type { ListenerState, Problem } from '../contract/status-view.ts';
import type { ApiParts } from './parts.ts';

/** Everything that needs a person now, each with what to do about it. */

const DAY_MS = 86_400_000;
const EXPIRY_WARNING_DAYS = 21;
// Lines dropped once are history after this.
const DROPPING_SHOWN_MS = 10 * 60_000;

export function problemsOf(parts: ApiParts, listeners: readonly ListenerState[]): readonly Problem[] {
  return [
    ...listenerProblems(listeners),
    ...queueProblems(parts),
    ...storeProblems(parts),
    ...pressureProblems(parts),
    ...noticeProblems(parts),
    ...certificateProblems(parts),
    ...journalProblems(parts),
  ];
}

// Told here from the certificates themselves, because they go on ageing after they were read.
const TOLD_LIVE = new Set(['certificate-expired', 'certificate-expiring']);

function noticeProblems({ configuration }: ApiParts): Problem[] {
  return configuration
    .notices()
    .filter(({ code }) => !TOLD_LIVE.has(code))
    .map(({ code, text }) => ({ code, text, action: actionFor(code) }));
}

function actionFor(code: string): string {
  if (code === 'open-relay') return 'Limit the addresses of this connector, or take the relay right away.';
  if (code.startsWith('certificate')) return 'Correct the file in the certificates folder; it is read again by itself.';
  if (code.startsWith('config')) return 'Correct the configuration and save it.';
  return 'Read the note; it goes away with the next start.';
}

function listenerProblems(listeners: readonly ListenerState[]): Problem[] {
  return listeners
    .filter(({ state }) => state === 'failed')
    .map(({ connector, address, port, reason }) => ({
      code: 'listener-failed',
      text: `${connector} cannot listen on ${address}:${String(port)}: ${reason ?? 'the reason is not known'}`,
      action: 'End the program that uses this address, or change the binding of the connector.',
    }));
}

function queueProblems({ transport, configuration }: ApiParts): Problem[] {
  const { unreachable, poison } = transport.counts();
  const problems: Problem[] = [];
  if (unreachable > 0) {
    const hasSendConnector = configuration.current().sendConnectors.some(({ enabled }) => enabled);
    problems.push(
      hasSendConnector
        ? {
            code: 'unreachable-mail',
            text: `${messages(unreachable)} no send connector for the domain.`,
            action: 'Add the domain to a send connector; the mail then leaves by itself.',
          }
        : {
            code: 'no-send-connector',
            text: `${messages(unreachable)} a send connector, and there is none.`,
            action: 'Add a send connector, for example to the smart host of your provider.',
          },
    );
  }
  if (poison > 0) {
    problems.push({
      code: 'poison-mail',
      text: `${String(poison)} ${poison === 1 ? 'message was' : 'messages were'} set aside because delivery crashed on ${poison === 1 ? 'it' : 'them'}.`,
      action: 'Open the Poison queue; resume or remove what is there.',
    });
  }
  return problems;
}

function messages(count: number): string {
  return count === 1 ? '1 message waits for' : `${String(count)} messages wait for`;
}

/** While it lasts each message is answered 452 or 451, and senders try again. */
function storeProblems({ storeTrouble }: ApiParts): Problem[] {
  const trouble = storeTrouble();
  if (trouble === null) return [];
  const isFull = trouble.code === 'disk-full' || trouble.code === 'queue-full';
  return [
    {
      code: isFull ? 'disk-full' : 'store-failed',
      text: `New mail is refused: ${trouble.message}`,
      action: isFull
        ? 'Free space on the disk with the data folder; mail is taken again by itself. Nothing is lost: senders try again.'
        : 'Check the disk with the data folder and the rights to it; if it goes on, start Postroom again. Nothing is lost: senders try again.',
    },
  ];
}

function pressureProblems({ transport }: ApiParts): Problem[] {
  const { level, reason } = transport.pressure();
  if (level === 'normal') return [];
  return [
    {
      code: 'pressure-high',
      text: reason ?? 'New mail is refused for now.',
      action: 'Nothing is lost: senders try again. Free disk space or let the queue drain.',
    },
  ];
}

function certificateProblems({ certificates, clock }: ApiParts): Problem[] {
  const now = clock.now();
  return certificates().flatMap(({ subject, notAfterMs }) => {
    const days = Math.floor((notAfterMs - now) / DAY_MS);
    const action = 'Put a renewed certificate and key into the certificates folder; they are used at once.';
    if (notAfterMs <= now)
      return [{ code: 'certificate-expired', text: `The certificate ${subject} has expired.`, action }];
    if (days >= EXPIRY_WARNING_DAYS) return [];
    return [
      {
        code: 'certificate-expiring',
        text: `The certificate ${subject} expires in ${String(days)} ${days === 1 ? 'day' : 'days'}.`,
        action,
      },
    ];
  });
}

function journalProblems({ journal, clock }: ApiParts): Problem[] {
  const last = journal.lastDropMs();
  if (last === null || clock.now() - last > DROPPING_SHOWN_MS) return [];
  return [
    {
      code: 'journal-dropping',
      text: 'Log lines were left out because they could not be written fast enough. Mail is not affected.',
      action: 'Check the disk of the data folder, or turn protocol logging off on busy connectors.',
    },
  ];
}
