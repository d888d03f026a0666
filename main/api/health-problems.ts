import type { Problem } from '../contract/problem-view.ts';
import { authorityProblems } from './authority-problems.ts';
import type { ApiParts } from './parts.ts';
import { countOf, problem } from './problem.ts';

/** What ails the machine, the store, the certificates and the configuration. */

const DAY_MS = 86_400_000;
/** A certificate is told of again when fewer days than one of these are left. */
const EXPIRY_STEPS = [0, 3, 14, 30] as const;
// Lines dropped once are history after this.
const DROPPING_SHOWN_MS = 10 * 60_000;
// Told before mail is refused: below this many times what has to be free.
const LOW_DISK_FACTOR = 3;

export function healthProblems(parts: ApiParts): readonly Problem[] {
  return [
    ...storeProblems(parts),
    ...pressureProblems(parts),
    ...diskProblems(parts),
    ...noticeProblems(parts),
    ...certificateProblems(parts),
    ...authorityProblems(parts),
    ...untrustedProblems(parts),
    ...partnerProblems(parts),
    ...journalProblems(parts),
  ];
}

/** While it lasts each message is answered 452 or 451, and senders try again. */
function storeProblems({ storeTrouble }: ApiParts): Problem[] {
  const trouble = storeTrouble();
  if (trouble === null) return [];
  const isFull = trouble.code === 'disk-full' || trouble.code === 'queue-full';
  return [
    problem(
      isFull ? 'disk-full' : 'store-failed',
      { reason: trouble.message },
      `New mail is refused: ${trouble.message}`,
      isFull
        ? 'Free space on the disk with the data folder; mail is taken again by itself. Nothing is lost: senders try again.'
        : 'Check the disk with the data folder and the rights to it; if it goes on, start Postroom again. Nothing is lost: senders try again.',
    ),
  ];
}

function pressureProblems({ transport }: ApiParts): Problem[] {
  const { cause, reason } = transport.pressure();
  if (cause === null) return [];
  const text = reason ?? 'New mail is refused for now.';
  const action = 'Nothing is lost: senders try again. Free disk space or let the queue drain.';
  return [problem('pressure-high', { cause, reason: text }, text, action)];
}

/** Before it comes to back pressure. */
function diskProblems({ transport, configuration }: ApiParts): Problem[] {
  const { cause, freeBytes } = transport.pressure();
  const leastBytes = configuration.current().transport.minimumFreeDiskBytes;
  if (cause === 'disk' || freeBytes === null || freeBytes >= leastBytes * LOW_DISK_FACTOR) return [];
  const megabytes = (bytes: number): string => `${String(Math.round(bytes / 1_048_576))} MB`;
  return [
    problem(
      'disk-low',
      { freeBytes, leastBytes },
      `Only ${megabytes(freeBytes)} are free on the disk with the data folder; below ${megabytes(leastBytes)} new mail is refused.`,
      'Free some space on this disk.',
    ),
  ];
}

// Told here from the certificates themselves, because they go on ageing after they were read.
const TOLD_LIVE = new Set(['certificate-expired', 'certificate-expiring']);

function noticeProblems({ configuration }: ApiParts): Problem[] {
  return configuration
    .notices()
    .filter(({ code }) => !TOLD_LIVE.has(code))
    .map(({ code, text, path }) => ({ kind: 'notice', code, text, action: actionFor(code), facts: { path } }));
}

function actionFor(code: string): string {
  if (code === 'open-relay') return 'Limit the addresses of this connector, or take the relay right away.';
  if (code.startsWith('certificate')) return 'Correct the file in the certificates folder; it is read again by itself.';
  if (code === 'config-edited')
    return 'Start Postroom again, or take the file over at once with "postroom config apply".';
  if (code === 'config-edit-kept')
    return 'Look what is missing, make that change in Postroom, and delete the kept file.';
  if (code.startsWith('config')) return 'Correct the configuration and save it.';
  return 'Read the note; it goes away with the next start.';
}

function certificateProblems({ certificates, clock }: ApiParts): Problem[] {
  const now = clock.now();
  return certificates().flatMap(({ file, subject, issuer, madeHere, notAfterMs, sans }): Problem[] => {
    const { days, step } = endOf(notAfterMs, now);
    if (step === null) return [];
    const selfSigned = subject === issuer || madeHere;
    const facts = { file, subject, notAfterMs, selfSigned, names: sans, step };
    const action = facts.selfSigned
      ? 'Renew it in the console; devices that were given the old one have to be given the new one.'
      : 'Put a renewed certificate and key into the certificates folder; they are used at once.';
    if (notAfterMs <= now)
      return [problem('certificate-expired', facts, `The certificate ${subject} has expired.`, action)];
    const text = `The certificate ${subject} expires in ${countOf(days, 'day', 'days')}.`;
    return [problem('certificate-expiring', facts, text, action)];
  });
}

function endOf(notAfterMs: number, nowMs: number) {
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
  return { days, step: EXPIRY_STEPS.find((limit) => days < limit) ?? null };
}

/** With its end nothing of that partner is recognised any more, in either direction. */
function partnerProblems({ certificateFolder, clock }: ApiParts): Problem[] {
  const now = clock.now();
  const all = certificateFolder.partnerAuthorities();
  return all.flatMap(({ file, subject, notAfterMs }): Problem[] => {
    const { days, step } = endOf(notAfterMs, now);
    // The renewed one may lie beside it until the partner has changed over.
    const isReplaced = all.some((other) => other.subject === subject && other.notAfterMs > notAfterMs);
    if (step === null || isReplaced) return [];
    const what = `The authority of a partner ${subject} (${file})`;
    return [
      problem(
        'partner-authority-ending',
        { file, subject, notAfterMs, step },
        step === 0 ? `${what} has ended.` : `${what} ends in ${countOf(days, 'day', 'days')}.`,
        'Ask the partner for its new authority, and put it into the folder certificates/partners; it is used at once. Mail to and from this partner waits while there is none that is valid.',
      ),
    ];
  });
}

/** Domain security and partners mean that the other side checks the certificate; a self-signed one fails there. */
function untrustedProblems({ configuration, certificateFolder }: ApiParts): Problem[] {
  const { document, receiveConnectors } = configuration.current();
  return receiveConnectors.flatMap((connector, at): Problem[] => {
    const { domainSecureEnabled = false, permissionGroups = [] } = document.receiveConnectors[at] ?? {};
    if (!connector.enabled || !(domainSecureEnabled || permissionGroups.includes('Partners'))) return [];
    const chosen = certificateFolder.chosenFor(connector);
    if (chosen === null || !(chosen.subject === chosen.issuer || chosen.madeHere)) return [];
    const { name } = connector;
    const { file, subject } = chosen;
    return [
      problem(
        'certificate-untrusted',
        { connector: name, file, subject },
        `The receive connector ${name} is for partners who check certificates, and presents ${subject}, which is self-signed.`,
        'Import a certificate that a public authority has signed, and choose it for the connector.',
      ),
    ];
  });
}

function journalProblems({ journal, clock }: ApiParts): Problem[] {
  const last = journal.lastDropMs();
  if (last === null || clock.now() - last > DROPPING_SHOWN_MS) return [];
  return [
    problem(
      'journal-dropping',
      {},
      'Log lines were left out because they could not be written fast enough. Mail is not affected.',
      'Check the disk of the data folder, or turn protocol logging off on busy connectors.',
    ),
  ];
}
