import type { z } from 'zod';
import { documentSchema, type ConfigDocument } from '../contract/document.ts';
import type { Finding } from './configuration.ts';
import { isJsonObject, type JsonObject } from './merge-patch.ts';

/**
 * Section-by-section validation: what is right is kept although its neighbour is wrong, and every mistake is named
 * by its path in the text as it was given.
 */

export interface ParsedDocument {
  readonly document: ConfigDocument;
  readonly findings: readonly Finding[];
  /** For each list section: the index in the given text of each entry of `document`. */
  readonly origins: ReadonlyMap<string, readonly number[]>;
}

/** Stands where a faulty entry was taken out, so that the paths of its neighbours stay true. */
export const takenOut = Symbol('taken out');

const { $schema: schemaAddress, version, ...sections } = documentSchema.shape;

/** No list may hold fewer entries than this: only lists that are longer are looked at as a whole too. */
const LONG = 1000;

/** Validates a document that was migrated already. Faulty entries and sections are left out and named in `findings`. */
export function parseDocument(raw: JsonObject): ParsedDocument {
  const findings: Finding[] = [];
  const origins = new Map<string, number[]>();
  const parsed: Record<string, unknown> = {};
  for (const name of Object.keys(raw)) {
    if (name in documentSchema.shape) continue;
    findings.push({
      severity: 'error',
      path: name,
      text: `There is no section named "${name}"; remove it or correct its name.`,
    });
  }
  for (const [name, schema] of Object.entries({ $schema: schemaAddress, version })) {
    parsed[name] = parseWhole(schema, raw[name], name, findings);
  }
  for (const [name, schema] of Object.entries(sections)) {
    const item = listItem(schema);
    if (item && Array.isArray(raw[name])) {
      const list = parseList(item, raw[name], name, findings);
      parsed[name] = list.values.length < LONG ? list.values : parseWhole(schema, list.values, name, findings);
      origins.set(name, list.indexes);
    } else {
      parsed[name] = parseWhole(schema, withoutGaps(raw[name]), name, findings);
    }
  }
  const document: ConfigDocument = { ...documentSchema.parse({}), ...dropUndefined(parsed) };
  return { document, findings, origins };
}

/** The finding with its list index as it is in the given text. */
export function atOrigin(finding: Finding, origins: ParsedDocument['origins']): Finding {
  const match = /^(\w+)\[(\d+)\](.*)$/.exec(finding.path);
  const index = origins.get(match?.[1] ?? '')?.[Number(match?.[2])];
  return match && index !== undefined
    ? { ...finding, path: `${match[1] ?? ''}[${String(index)}]${match[3] ?? ''}` }
    : finding;
}

/** The element schema of a list section, or null for a section that is one object. */
function listItem(schema: z.ZodType): z.ZodType | null {
  const inner =
    'unwrap' in schema && typeof schema.unwrap === 'function' ? (schema.unwrap as () => z.ZodType)() : schema;
  return 'element' in inner ? (inner.element as z.ZodType) : null;
}

function parseWhole(schema: z.ZodType, value: unknown, path: string, findings: Finding[]): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  findings.push(...result.error.issues.map((issue) => toFinding(issue, path)));
  return undefined;
}

function parseList(item: z.ZodType, values: readonly unknown[], section: string, findings: Finding[]) {
  const list: { values: unknown[]; indexes: number[] } = { values: [], indexes: [] };
  values.forEach((value, index) => {
    if (value === takenOut) return;
    const result = item.safeParse(value);
    if (result.success) {
      list.values.push(result.data);
      list.indexes.push(index);
    } else {
      findings.push(...result.error.issues.map((issue) => toFinding(issue, `${section}[${String(index)}]`)));
    }
  });
  return list;
}

function toFinding(issue: z.core.$ZodIssue, prefix: string): Finding {
  const path = issue.path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${String(key)}]` : `${text}.${String(key)}`),
    prefix,
  );
  return { severity: 'error', path, text: `${path}: ${explain(issue)}.` };
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no property named "${issue.keys.join('", "')}"`;
  if (issue.code === 'invalid_union') {
    // The alternatives are a fixed word or a value; the last one says what the value must look like.
    const last = issue.errors.at(-1)?.at(0);
    if (last) return explain(last);
  }
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function withoutGaps(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      Array.isArray(item) ? item.filter((one) => one !== takenOut) : item,
    ]),
  );
}

function dropUndefined(value: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
