import type { SourceRow } from './source-text.ts';
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
const TO_SERVER = /^(?: |s-nail: )?(?:-{1,3}>|[–—]>|~>|={1,2}>|>{1,3}|→|⇒|⟶)(?: (.*))?$/;
const TO_CLIENT = /^ ?(?:<(?:-{1,3}|[–—]|~|={1,2}|\*\*|~\*)|<{1,3}|←|⇐|⟵)(?: (.*))?$/;
const S_NAIL_SERVER = /^s-nail: >>> SERVER: (.*)$/;

// What a mark can begin with: most rows need no closer look.
const FIRST = /^(?:[ csrvy]|[-–—~=><→⇒⟶←⇐⟵])/i;

function readMark(raw: string): Mark | null {
  if (!FIRST.test(raw)) return null;
  const nail = S_NAIL_SERVER.exec(raw);
  if (nail !== null) return { family: 'arrows', side: 'server', rest: nail[1] ?? '' };
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
  replies: number;
  commands: number;
}

type Sides = Readonly<Record<Mark['side'], Evidence>>;

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
  const { words, arrows } = collectEvidence(rows);
  const [name, { client, server }] = weigh(words) >= weigh(arrows) ? ['words', words] : ['arrows', arrows];
  const weight = weigh({ client, server });
  // A single row may be part of a message.
  if (weight === 0 || (weight === 1 && rows.some(({ raw }) => isCommand(raw.trim())))) return null;
  const flipped = client.replies + server.commands > server.replies + client.commands;
  const [toServer, toClient] = flipped ? [server, client] : [client, server];
  return {
    client: toServer.replies + toServer.commands > 0,
    server: toClient.replies + toClient.commands > 0,
    read(row) {
      const mark = readMark(row.raw);
      if (mark?.family !== name) return unmarked(row);
      return utterance((mark.side === 'client') === flipped ? 'server' : 'client', row, mark.rest);
    },
  };
}

function weigh({ client, server }: Sides): number {
  return client.replies + client.commands + server.replies + server.commands;
}

function collectEvidence(rows: readonly SourceRow[]): Readonly<Record<Family, Sides>> {
  const none = (): Sides => ({ client: { replies: 0, commands: 0 }, server: { replies: 0, commands: 0 } });
  const found = { words: none(), arrows: none() };
  let messageOf: Mark['side'] | null = null;
  for (const { raw } of rows) {
    const mark = readMark(raw);
    if (mark === null) continue;
    const text = mark.rest.trim();
    // The lines of a message may look like anything.
    if (mark.side === messageOf) {
      if (text === '.') messageOf = null;
      continue;
    }
    if (/^data$/i.test(text)) messageOf = mark.side;
    const evidence = found[mark.family][mark.side];
    if (isReply(text)) evidence.replies += 1;
    else if (isCommand(text)) evidence.commands += 1;
  }
  return found;
}
