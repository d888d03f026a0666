import { PostroomError } from '../errors.ts';
import type { ForeignFile } from './foreign.ts';
import { readClixml } from './read/clixml.ts';
import { readCsv } from './read/csv.ts';
import { readFormatList } from './read/format-list.ts';
import { readHMailServer } from './read/hmailserver.ts';
import { readMetabase } from './read/iis-metabase.ts';
import { readJson } from './read/json.ts';
import { parseXml } from './read/xml.ts';

/** Reads whatever another mail server wrote, told by its content. Throws 'import-unreadable'. */
export function readForeign(text: string): ForeignFile {
  const start = text.replace(/^\ufeff/, '').trimStart();
  if (start.startsWith('<')) return readXml(start);
  if (start.startsWith('{') || start.startsWith('[{')) return readJson(start);
  if (/^\[\s*[{\]]/.test(start)) return readJson(start);
  if (start.startsWith('#TYPE ') || /^"?[\w.]+"?[,;\t]"?[\w.]+"?/.test(start)) return readCsv(start);
  const file = readFormatList(start);
  if (file.objects.length === 0 && FORMAT_TABLE.test(start)) throw tableOnly();
  if (file.objects.length === 0) throw notKnown();
  return file;
}

/** The line under the headings of Format-Table. */
const FORMAT_TABLE = /^-{2,}(?: +-{2,})+\s*$/m;

function readXml(text: string): ForeignFile {
  const root = parseXml(text);
  switch (root.name.toLowerCase()) {
    case 'objs':
      return readClixml(root);
    case 'configuration':
      return readMetabase(root);
    case 'backup':
      return readHMailServer(root);
    default:
      throw notKnown();
  }
}

function notKnown(): PostroomError {
  return new PostroomError(
    'import-unreadable',
    'This is no export that Postroom knows. It reads Format-List, ConvertTo-Json, Export-Clixml and Export-Csv of Exchange, MetaBase.xml of IIS, and backups of hMailServer.',
  );
}

function tableOnly(): PostroomError {
  return new PostroomError(
    'import-unreadable',
    'This is a table as Exchange shows it on the screen, and most properties are not in it. Run the command again with "| Format-List", and paste that.',
  );
}
