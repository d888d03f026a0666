import type { KnownFailureView } from '../contract/config-view.ts';
import type { KnownFailure } from './known-failure.ts';
import { knownFailures } from './known-failures.ts';
import { remedyScript, unknownIds, type ProviderIds } from './remedy-script.ts';

/** The entry of the catalogue that a reply belongs to, `text` being all of it in one line, or null. */
export function findKnownFailure(text: string): KnownFailure | null {
  return knownFailures.find(({ pattern }) => pattern.test(text)) ?? null;
}

/** The reply within a LastError as Exchange words it; other texts as they are. */
export function replyWithin(lastError: string): string {
  return /responded with: "(.+?)"(?: Attempted|$)/s.exec(lastError)?.[1] ?? lastError;
}

/** As people are shown it, with its script filled in. */
export function knownFailureView(failure: KnownFailure, ids: Partial<ProviderIds>): KnownFailureView {
  const { id, provider, cause, remedy, script, sources } = failure;
  return {
    id,
    provider,
    cause,
    remedy,
    sources,
    script: script === null ? null : remedyScript(script, { ...unknownIds, ...ids }),
  };
}
