import type { Configuration } from '../config/configuration.ts';
import type { Api } from '../contract/calls.ts';
import type { ForeignFile } from '../import/foreign.ts';

/** Exports of other mail servers, reviewed against the configuration as it is. Nothing is changed here. */
export function createImportCalls(configuration: Pick<Configuration, 'current'>): Pick<Api['calls'], 'import.review'> {
  return {
    // The readers and their libraries are loaded when first asked for: most engines never import anything.
    'import.review': async ({ texts }) => {
      const [{ planImport }, { readForeign }] = await Promise.all([
        import('../import/plan.ts'),
        import('../import/read-foreign.ts'),
      ]);
      return planImport(joined(texts.map(readForeign)), configuration.current().document);
    },
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
