import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Low } from 'lowdb';
import type { Clock } from '../clock.ts';
import { currentVersion } from '../contract/document.ts';
import { PostroomError } from '../errors.ts';
import { timeStamp } from './atomic-file.ts';
import { compile } from './compile.ts';
import { configFile } from './config-file.ts';
import type { Configuration, Notice } from './configuration.ts';
import { createConfiguration } from './configuration-store.ts';
import { defaultDocument } from './defaults.ts';
import { openHistory, type History } from './history.ts';
import { systemKeyProtector, type KeyProtector } from './key-protector.ts';
import { loadTolerantly } from './load.ts';
import type { JsonObject } from './merge-patch.ts';
import { migrations } from './migrations/list.ts';
import { migrateDocument } from './migrations/migrate.ts';
import { watchOutsideEdits } from './outside-edits.ts';
import { openSecretBox } from './secrets.ts';
import { toSparse } from './sparse.ts';

export interface ConfigurationDeps {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log?: (text: string, cause?: unknown) => void;
  readonly hostname: string;
  /** Asked on a first run only: 25 and 587, or what takes their place where they cannot be bound. */
  readonly firstRunPorts: () => Promise<{ smtp: number; submission: number }>;
  readonly keyProtector?: KeyProtector;
}

interface Source {
  readonly raw: JsonObject;
  readonly notices: readonly Notice[];
  /** Why the text of config.json has to be written, or null where the file stands as it is. */
  readonly rewrite: string | null;
  readonly firstRun: boolean;
}

/** What the history says of the revision that a first run makes. */
const FIRST_SUMMARY = 'First configuration';

/**
 * Opens the configuration of a data folder, creating the defaults in an empty one. Rejects with 'config-unreadable'
 * where the file cannot be read and no earlier revision can take its place, or a newer Postroom wrote it.
 */
export async function openConfiguration(deps: ConfigurationDeps): Promise<Configuration> {
  const { dataFolder, clock } = deps;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'config.json');
  const db = new Low<JsonObject>(configFile(path, clock), {});
  const history = await openHistory(join(dataFolder, 'history'), clock);
  const source = await findSource(path, db, history, deps);
  const { document, notices } = loadTolerantly(source.raw);
  const last = await history.newest();
  // config.json was edited while no Postroom ran, or is new: that is a revision like any other.
  if (source.rewrite !== null || !isDeepStrictEqual(last?.document, source.raw)) {
    await history.append({
      revision: history.highest() + 1,
      savedAtMs: clock.now(),
      author: 'Postroom',
      summary: source.rewrite ?? 'config.json was changed outside Postroom',
      document: source.raw,
    });
  }
  if (source.rewrite !== null) {
    db.data = source.raw;
    await db.write();
  }
  const edits = watchOutsideEdits(path, clock);
  edits.remember(source.raw);
  const secrets = await openSecretBox({
    dataFolder,
    clock,
    protector: deps.keyProtector ?? systemKeyProtector(dataFolder, clock),
  });
  return createConfiguration({
    clock,
    db,
    edits,
    history,
    secrets,
    log: deps.log ?? (() => undefined),
    firstRun: source.firstRun,
    untouched: source.firstRun || isFirstConfiguration(source.raw, last),
    raw: source.raw,
    snapshot: compile(document, history.highest()),
    notices: [...source.notices, ...notices, ...secrets.notices],
  });
}

function isFirstConfiguration(raw: JsonObject, last: Awaited<ReturnType<History['newest']>>): boolean {
  return last?.summary === FIRST_SUMMARY && isDeepStrictEqual(last.document, raw);
}

async function findSource(
  path: string,
  db: Low<JsonObject>,
  history: History,
  deps: ConfigurationDeps,
): Promise<Source> {
  const found = await readFileOrFault(path, db);
  if (found instanceof PostroomError) return recover(path, found, history, deps);
  if (found) return migrated(found, []);
  const last = await history.newest();
  if (!last) return firstRun(deps);
  const notice = {
    code: 'config-restored',
    path: null,
    text: `config.json was missing; revision ${String(last.revision)} from the history is used.`,
  };
  return { ...migrated(last.document, [notice]), rewrite: 'config.json was missing and was restored from the history' };
}

/** The document, null where there is no file, or the error that tells why it cannot be read. */
async function readFileOrFault(path: string, db: Low<JsonObject>): Promise<JsonObject | PostroomError | null> {
  try {
    return await db.adapter.read();
  } catch (error) {
    if (error instanceof PostroomError && error.code !== 'data-folder-unusable') return error;
    throw error instanceof PostroomError
      ? error
      : new PostroomError('config-unreadable', `${path} cannot be read; see the log for the cause.`, { cause: error });
  }
}

/** Sets the unreadable file aside and goes on with the last revision of the history. */
async function recover(path: string, fault: PostroomError, history: History, deps: ConfigurationDeps): Promise<Source> {
  const last = await history.newest();
  if (!last) throw fault;
  const bad = `${path}.bad-${timeStamp(deps.clock)}`;
  await rename(path, bad);
  const notice = {
    code: 'config-unreadable',
    path: bad,
    text: `${fault.message.split(';')[0] ?? fault.message}; revision ${String(last.revision)} from the history is used, and the file is kept as ${bad}.`,
  };
  return {
    ...migrated(last.document, [notice]),
    rewrite: 'config.json could not be read and was restored from the history',
  };
}

function migrated(document: JsonObject, notices: readonly Notice[]): Source {
  const result = migrateDocument(document, migrations, currentVersion);
  const said = result.notices.map((text): Notice => ({ code: 'config-migrated', path: null, text }));
  return {
    raw: result.document,
    notices: [...notices, ...said],
    rewrite: said.length > 0 ? `Brought to format ${String(currentVersion)}` : null,
    firstRun: false,
  };
}

async function firstRun({ hostname, firstRunPorts }: ConfigurationDeps): Promise<Source> {
  const ports = await firstRunPorts();
  const notices: Notice[] = [];
  if (ports.smtp !== 25 || ports.submission !== 587) {
    notices.push({
      code: 'first-run-ports',
      path: 'receiveConnectors',
      text: `Ports 25 and 587 could not both be used here, so the default connectors listen on ${String(ports.smtp)} and ${String(ports.submission)}.`,
    });
  }
  return {
    raw: { ...toSparse(defaultDocument({ hostname, ports })) },
    notices,
    rewrite: FIRST_SUMMARY,
    firstRun: true,
  };
}
