import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import {
  acceptedDomainSchema,
  accountSchema,
  checkSchema,
  deviceSchema,
  documentSchema,
  journalSchema,
  mailboxFolderSchema,
  recipientSchema,
  serverSchema,
  transportSchema,
  type ConfigDocument,
  type SparseDocument,
} from '../contract/document.ts';
import { receiveConnectorSchema } from '../contract/receive-connector.ts';
import { sendConnectorSchema } from '../contract/send-connector.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

const objectSections = { server: serverSchema, transport: transportSchema, journal: journalSchema } as const;
const listSections = {
  receiveConnectors: receiveConnectorSchema,
  acceptedDomains: acceptedDomainSchema,
  recipients: recipientSchema,
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
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => !isDefault(item, shape[key])));
}

function isDefault(value: unknown, schema: z.ZodType | undefined): boolean {
  const fallback = schema?.safeParse(undefined);
  return fallback?.success === true && isDeepStrictEqual(fallback.data, value);
}
