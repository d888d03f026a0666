import type { ConfigDocument } from '../contract/document.ts';
import { PostroomError } from '../errors.ts';
import { checkDocument } from './check.ts';
import type { Finding, Notice } from './configuration.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';
import { atOrigin, parseDocument, takenOut } from './sections.ts';

/** A document checked as a draft: every mistake is a finding, and `document` is null where one is an error. */
export function examine(raw: JsonObject): {
  readonly findings: readonly Finding[];
  readonly document: ConfigDocument | null;
} {
  const parsed = parseDocument(raw);
  const rules = checkDocument(parsed.document).map((finding) => atOrigin(finding, parsed.origins));
  const findings = [...parsed.findings, ...rules];
  return { findings, document: findings.some(({ severity }) => severity === 'error') ? null : parsed.document };
}

const words: Readonly<Record<string, string>> = {
  receiveConnectors: 'Receive connector',
  sendConnectors: 'Send connector',
  acceptedDomains: 'Accepted domain',
  recipients: 'Recipient',
  accounts: 'Account',
  mailboxes: 'Mailbox folder',
  checks: 'Check',
  devices: 'Device',
};

// Each round takes out what the one before found; a mistake can hide behind another, hardly behind five.
const MAX_ROUNDS = 20;

/**
 * A document read at start: one bad connector switches off that connector, not the relay. What is faulty is left
 * out, stays in the file as it is, and is named in a notice.
 */
export function loadTolerantly(raw: JsonObject): {
  readonly document: ConfigDocument;
  readonly notices: readonly Notice[];
} {
  const notices: Notice[] = [];
  let rest = raw;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { findings, document } = examine(rest);
    if (document) return { document, notices };
    for (const [place, finding] of faultyPlaces(findings)) {
      notices.push(describe(place, finding, raw));
      rest = takeOut(rest, place);
    }
  }
  throw new PostroomError(
    'config-invalid',
    'The configuration has too many mistakes to start with; restore an earlier one from the folder "history".',
  );
}

interface Place {
  readonly section: string;
  /** A list inside an object section (`transport.blockedSenders`). */
  readonly property: string | null;
  readonly index: number | null;
}

/** The entry or section that each error takes down, with the first error that does. */
function faultyPlaces(findings: readonly Finding[]): ReadonlyMap<Place, Finding> {
  const first = new Map<string, [Place, Finding]>();
  for (const finding of findings) {
    if (finding.severity !== 'error') continue;
    const match = /^([^.[]+)(?:\.(\w+)(?=\[))?(?:\[(\d+)\])?/.exec(finding.path);
    const place: Place = {
      section: match?.[1] ?? finding.path,
      property: match?.[2] ?? null,
      index: match?.[3] === undefined ? null : Number(match[3]),
    };
    const key = JSON.stringify(place);
    if (!first.has(key)) first.set(key, [place, finding]);
  }
  return new Map(first.values());
}

function takeOut(raw: JsonObject, { section, property, index }: Place): JsonObject {
  const { [section]: value, ...others } = raw;
  if (index === null) return others;
  if (property === null) return { ...others, [section]: withGap(value, index) };
  return isJsonObject(value)
    ? { ...others, [section]: { ...value, [property]: withGap(value[property], index) } }
    : others;
}

function withGap(list: unknown, index: number): unknown {
  return Array.isArray(list) ? list.with(index, takenOut) : list;
}

function describe({ section, property, index }: Place, { path, text }: Finding, raw: JsonObject): Notice {
  if (index === null) {
    return {
      code: 'config-section-ignored',
      path,
      text: `The section "${section}" of config.json is not used until it is corrected. ${text}`,
    };
  }
  if (property !== null) {
    return {
      code: 'config-entry-ignored',
      path,
      text: `One entry of ${section}.${property} is not used until it is corrected. ${text}`,
    };
  }
  const list = raw[section];
  const entry: unknown = Array.isArray(list) ? list[index] : null;
  return {
    code: 'config-entry-ignored',
    path,
    text: `${words[section] ?? section} ${nameOf(entry, index)} is off until it is corrected. ${text}`,
  };
}

function nameOf(entry: unknown, index: number): string {
  const named = isJsonObject(entry) ? (entry['name'] ?? entry['address'] ?? entry['userName']) : undefined;
  return typeof named === 'string' ? `"${named}"` : `number ${String(index + 1)}`;
}
