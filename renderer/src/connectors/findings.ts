import type { ConfigCheck, ConfigFinding } from '../../../main/contract/config-view.ts';
import { said } from '../said.ts';
import { offerNames, strictnessNames } from './protocol.ts';

/** Findings of the engine, brought to the field they are about, and into the order of a report. */

export const editorTabs = ['general', 'security', 'scoping', 'protocol', 'rewriting'] as const;
export type EditorTab = (typeof editorTabs)[number];

const SECURITY = new Set([
  'authMechanism',
  'permissionGroups',
  'extendedRights',
  'requireTLS',
  'domainSecureEnabled',
  'implicitTls',
  'tolerance',
  'oldTls',
]);
const REWRITING = new Set(['rewriting', 'defaultDomain']);
const PROTOCOL = new Set<string>(['transportRole', 'banner', 'sizeEnabled', ...offerNames, ...strictnessNames]);
const SCOPING = new Set(['remoteIPRanges', 'bindings', 'fqdn']);

export interface FieldFinding {
  readonly severity: ConfigFinding['severity'];
  readonly property: string;
  /** Position in a list, else null. */
  readonly entry: number | null;
  /** Property within it, where it is an object. */
  readonly part?: string;
  readonly text: string;
}

/** The findings about one receive connector of the document. */
export function findingsOf(findings: readonly ConfigFinding[], connector: number): readonly FieldFinding[] {
  return findingsAt(findings, `receiveConnectors[${String(connector)}]`);
}

/** The findings about one entry of the document, `sendConnectors[0]`. */
export function findingsAt(findings: readonly ConfigFinding[], own: string): readonly FieldFinding[] {
  return findings.flatMap(({ severity, path, text }) => {
    if (path !== own && !path.startsWith(`${own}.`)) return [];
    const [, property = '', entry, part] = /^\.(\w+)(?:\[(\d+)\])?(?:\.(\w+)$)?/.exec(path.slice(own.length)) ?? [];
    // Beside its field the text need not name the path again.
    const whole = said(text);
    const plain = whole.startsWith(`${path}: `) ? whole.slice(path.length + 2) : whole;
    const position = entry === undefined ? null : Number(entry);
    return [{ severity, property, entry: position, ...(part === undefined ? {} : { part }), text: capital(plain) }];
  });
}

/** What is said about a property; about one of its entries, or one of its parts, where that is asked for. */
export function textsAt(
  findings: readonly FieldFinding[],
  property: string,
  { entry, part }: { readonly entry?: number; readonly part?: string } = {},
): readonly string[] {
  return findings
    .filter((one) => one.property === property)
    .filter((one) => (entry === undefined || one.entry === entry) && (part === undefined || one.part === part))
    .map(({ text }) => text);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The page of the editor on which a property is mended. */
export function tabOf(property: string): EditorTab {
  if (SECURITY.has(property)) return 'security';
  if (REWRITING.has(property)) return 'rewriting';
  if (PROTOCOL.has(property)) return 'protocol';
  return SCOPING.has(property) ? 'scoping' : 'general';
}

/** Errors, then what has to be confirmed, then the rest. */
export function worstFirst(findings: readonly ConfigFinding[]): readonly ConfigFinding[] {
  const weight = ({ severity, confirmation }: ConfigFinding): number => {
    if (severity === 'error') return 0;
    return confirmation === undefined ? 2 : 1;
  };
  return findings.toSorted((a, b) => weight(a) - weight(b));
}

/** Texts that have to be typed, each once. */
export function confirmationsOf({ findings }: ConfigCheck): readonly string[] {
  return [...new Set(findings.flatMap(({ confirmation }) => confirmation ?? []))];
}

export function isSavable(report: ConfigCheck, typed: Readonly<Record<string, string>>): boolean {
  return (
    report.findings.every(({ severity }) => severity !== 'error') &&
    confirmationsOf(report).every((text) => typed[text] === text)
  );
}
