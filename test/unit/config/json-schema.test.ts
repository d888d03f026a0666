import { describe, expect, it } from 'vitest';
import { defaultDocument } from '../../../main/config/defaults.ts';
import { documentJsonSchema } from '../../../main/config/json-schema.ts';
import { toSparse } from '../../../main/config/sparse.ts';
import { documentSchema } from '../../../main/contract/document.ts';
import { containing } from './config-folder.ts';

describe('documentJsonSchema', () => {
  it('describes every section, none of them required', () => {
    const schema = documentJsonSchema();
    expect(schema).toMatchObject({
      $schema: containing('json-schema.org'),
      type: 'object',
      additionalProperties: false,
    });
    expect(Object.keys((schema as { properties: object }).properties)).toEqual(Object.keys(documentSchema.shape));
    expect(schema).not.toHaveProperty('required');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('knows the words a property may be', () => {
    expect(documentJsonSchema()).toMatchObject({
      properties: {
        receiveConnectors: {
          items: {
            required: ['name', 'bindings', 'remoteIPRanges'],
            properties: { transportRole: { enum: ['FrontendTransport', 'HubTransport'] } },
          },
        },
      },
    });
  });
});

describe('toSparse', () => {
  it('is read back as the same document', () => {
    const document = defaultDocument({ hostname: 'pc', ports: { smtp: 25, submission: 587 } });
    expect(documentSchema.parse(toSparse(document))).toEqual(document);
  });

  it('leaves everything out that is a default, but the version', () => {
    expect(toSparse(documentSchema.parse({}))).toEqual({ version: 1 });
  });
});
