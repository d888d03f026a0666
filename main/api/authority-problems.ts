import { X509Certificate } from 'node:crypto';
import type { Problem } from '../contract/problem-view.ts';
import type { ApiParts } from './parts.ts';

/** What devices that trust this server's authority have to be given, told in time. */

const DAY_MS = 86_400_000;
const TOLD_AHEAD_MS = 180 * DAY_MS;
const TOLD_AFTERWARDS_MS = 30 * DAY_MS;
const GIVE = 'Give them the new one: “Save for devices” on the page Delivery, or postroom certificate export-ca.';

/** A renewal keeps the key, so that devices go on trusting until what they were given ends; a new key ends it at once. */
export function authorityProblems({
  certificateFolder,
  clock,
}: {
  readonly certificateFolder: Pick<ApiParts['certificateFolder'], 'authority' | 'formerAuthority'>;
  readonly clock: ApiParts['clock'];
}): readonly Problem[] {
  const [pem, before] = [certificateFolder.authority(), certificateFolder.formerAuthority()];
  if (pem === null) return [];
  const now = clock.now();
  const authority = new X509Certificate(pem);
  const problems: Problem[] = [];
  const former = before === null ? null : new X509Certificate(before);
  if (former !== null && !former.publicKey.equals(authority.publicKey)) {
    const since = authority.validFromDate;
    if (now - since.getTime() < TOLD_AFTERWARDS_MS + DAY_MS)
      problems.push(
        notice(
          `The key of this server’s authority was missing, and another authority was made on ${day(since)}: devices that were given the earlier one trust this server no more.`,
          GIVE,
        ),
      );
  } else if (former !== null) {
    const end = former.validToDate;
    const leftMs = end.getTime() - now;
    if (leftMs < TOLD_AHEAD_MS && leftMs > -TOLD_AFTERWARDS_MS)
      problems.push(
        notice(
          `This server’s authority was renewed. Devices that were given the earlier certificate trust this server until ${day(end)}.`,
          GIVE,
        ),
      );
  }
  const end = authority.validToDate;
  if (end.getTime() - now < TOLD_AFTERWARDS_MS)
    problems.push(
      notice(
        `This server’s authority ends on ${day(end)} and could not be renewed: devices that trust it trust this server no more from then on.`,
        'Look at the rights to the folder certificates/authority; it is renewed by itself when it can be.',
      ),
    );
  return problems;
}

function notice(text: string, action: string): Problem {
  return { kind: 'notice', code: 'certificate-authority', text, action, facts: { path: null } };
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
