import type { Configuration } from '../config/configuration.ts';
import type { Api } from '../contract/calls.ts';
import type { ForeignFile } from '../import/foreign.ts';
import { planImport } from '../import/plan.ts';
import { readForeign } from '../import/read-foreign.ts';

/** Exports of other mail servers, reviewed against the configuration as it is. Nothing is changed here. */
export function createImportCalls(configuration: Pick<Configuration, 'current'>): Pick<Api['calls'], 'import.review'> {
  return {
    'import.review': ({ texts }) => planImport(joined(texts.map(readForeign)), configuration.current().document),
  };
}

/** Connectors and their permissions are often exported one after the other. */
function joined(files: readonly ForeignFile[]): ForeignFile {
  return {
    format: [...new Set(files.map(({ format }) => format))].join(' and '),
    objects: files.flatMap(({ objects }) => objects),
    notes: files.flatMap(({ notes }) => notes),
  };
}
