import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import {
  acceptedDomainSchema,
  accountSchema,
  checkSchema,
  documentSchema,
  journalSchema,
  recipientSchema,
  serverSchema,
  transportSchema,
  type ConfigDocument,
  type SparseDocument,
} from '../contract/document.ts';
import { alertsSchema } from '../contract/alerts.ts';
import { deviceSchema } from '../contract/device.ts';
import { mailboxFolderSchema } from '../contract/mailbox.ts';
import { receiveConnectorSchema } from '../contract/receive-connector.ts';
import { aliasSchema } from '../contract/rewriting.ts';
import { sendConnectorSchema } from '../contract/send-connector.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

const objectSections = {
  server: serverSchema,
  transport: transportSchema,
  journal: journalSchema,
  alerts: alertsSchema,
} as const;
const listSections = {
  receiveConnectors: receiveConnectorSchema,
  acceptedDomains: acceptedDomainSchema,
  recipients: recipientSchema,
  aliases: aliasSchema,
  accounts: accountSchema,
  sendConnectors: sendConnectorSchema,
  mailboxes: mailboxFolderSchema,
  checks: checkSchema,
  devices: deviceSchema,
} as const;

/**
 * What stands in config.json: sections and properties that equal their default are left out. `version` always
 * stays, because a file without one would be taken for the newest format by every later Postroom.
 */
export function toSparse(document: ConfigDocument): SparseDocument {
  const sparse: Partial<Record<keyof ConfigDocument, unknown>> = {};
  if (document.$schema !== undefined) sparse.$schema = document.$schema;
  sparse.version = document.version;
  for (const name of Object.keys(documentSchema.shape)) {
    if (isObjectSection(name)) {
      const properties = withoutDefaults(document[name], objectSections[name].shape);
      if (Object.keys(properties).length > 0) sparse[name] = properties;
    } else if (isListSection(name) && document[name].length > 0) {
      const { shape } = listSections[name];
      sparse[name] = document[name].map((entry) => withoutDefaults(entry, shape));
    }
  }
  return sparse;
}

function isObjectSection(name: string): name is keyof typeof objectSections {
  return name in objectSections;
}

function isListSection(name: string): name is keyof typeof listSections {
  return name in listSections;
}

function withoutDefaults(value: object, shape: Shape): Record<string, unknown> {
  const defaults = defaultsOf(shape);
  const isDefault = (key: string, item: unknown): boolean =>
    defaults.has(key) && isDeepStrictEqual(defaults.get(key), item);
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => !isDefault(key, item)));
}

const known = new WeakMap<Shape, ReadonlyMap<string, unknown>>();

/** What the properties of a shape are where nothing is said. Asked once: a document has hundreds of entries of a shape. */
function defaultsOf(shape: Shape): ReadonlyMap<string, unknown> {
  const found = known.get(shape);
  if (found !== undefined) return found;
  const defaults = new Map<string, unknown>();
  for (const [key, schema] of Object.entries(shape)) {
    const fallback = schema.safeParse(undefined);
    if (fallback.success) defaults.set(key, fallback.data);
  }
  known.set(shape, defaults);
  return defaults;
}
