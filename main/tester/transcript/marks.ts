import { isBlank, type SourceRow } from './source-text.ts';
import { isCommand, isReply } from './smtp-line.ts';
import { unmarked, utterance, type Utterance } from './utterance.ts';

/** Marks that programs and people put before lines to say who spoke. */

type Family = 'words' | 'arrows';
interface Mark {
  readonly family: Family;
  readonly side: 'client' | 'server';
  readonly rest: string;
}

const WORDS = /^ ?(?:(c|client|sender|you)|(s|server|receiver)) ?:(?: (.*)|([^\\/ ].*))?$/i;
// swaks ` -> `, `<-  `, `<** `, ` ~> `, `<~* `; msmtp `--> `; curl `> `; sendmail -v `>>> `; and what word processors make of them.
const TO_SERVER = /^ ?(?:-{1,3}>|[–—]>|~>|={1,2}>|>{1,3}|→|⇒|⟶)(?: (.*))?$/;
const TO_CLIENT = /^ ?(?:<(?:-{1,3}|[–—]|~|={1,2}|\*\*|~\*)|<{1,3}|←|⇐|⟵)(?: (.*))?$/;

function readMark(raw: string): Mark | null {
  const word = WORDS.exec(raw);
  if (word !== null) {
    const rest = word[3] ?? word[4] ?? '';
    return { family: 'words', side: word[1] === undefined ? 'server' : 'client', rest };
  }
  const out = TO_SERVER.exec(raw);
  if (out !== null) return { family: 'arrows', side: 'client', rest: out[1] ?? '' };
  const back = TO_CLIENT.exec(raw);
  return back === null ? null : { family: 'arrows', side: 'server', rest: back[1] ?? '' };
}

interface Evidence {
  readonly replies: number;
  readonly commands: number;
}

export interface Marks {
  readonly client: boolean;
  readonly server: boolean;
  read(row: SourceRow): Utterance;
}

/**
 * The marks of a text, or null where it has none. A server's log points its arrows the other way: which way is the
 * client's is seen from where replies stand.
 */
export function findMarks(rows: readonly SourceRow[]): Marks | null {
  const family = (['words', 'arrows'] as const)
    .map((name) => ({ name, client: evidence(rows, name, 'client'), server: evidence(rows, name, 'server') }))
    .map((found) => ({ ...found, weight: weigh(found.client) + weigh(found.server) }))
    .reduce((one, other) => (other.weight > one.weight ? other : one));
  const told = rows.filter(({ raw }) => !isBlank(raw)).length;
  if (family.weight === 0 || (family.weight === 1 && told > 2)) return null;
  const flipped = family.client.replies + family.server.commands > family.server.replies + family.client.commands;
  const [toServer, toClient] = flipped ? [family.server, family.client] : [family.client, family.server];
  return {
    client: weigh(toServer) > 0,
    server: weigh(toClient) > 0,
    read(row) {
      const mark = readMark(row.raw);
      if (mark?.family !== family.name) return unmarked(row);
      return utterance((mark.side === 'client') === flipped ? 'server' : 'client', row, mark.rest);
    },
  };
}

function weigh({ replies, commands }: Evidence): number {
  return replies + commands;
}

function evidence(rows: readonly SourceRow[], family: Family, side: Mark['side']): Evidence {
  let replies = 0;
  let commands = 0;
  for (const { raw } of rows) {
    const mark = readMark(raw);
    if (mark?.family !== family || mark.side !== side) continue;
    const text = mark.rest.trim();
    if (isReply(text)) replies += 1;
    else if (isCommand(text)) commands += 1;
  }
  return { replies, commands };
}
