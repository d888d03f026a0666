import { z } from 'zod';
import { documentSchema } from '../contract/document.ts';

/** JSON Schema of config.json, for editors: `"$schema"` in the file may point to a copy. Limits in words are not in it. */
export function documentJsonSchema(): object {
  return {
    ...z.toJSONSchema(documentSchema, { io: 'input', unrepresentable: 'any' }),
    title: 'Postroom configuration',
    description: 'Sections and properties that are left out have their default.',
  };
}
