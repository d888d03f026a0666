import { isDeepStrictEqual } from 'node:util';
import type { Low } from 'lowdb';
import type { Clock } from '../clock.ts';
import { currentVersion, type ConfigDocument, type SparseDocument } from '../contract/document.ts';
import { PostroomError } from '../errors.ts';
import { checkDocument } from './check.ts';
import { describeEffects, summarize } from './changes.ts';
import { compile } from './compile.ts';
import { neededSecretOf } from './compile-send-connector.ts';
import type { ApplyOptions, CheckReport, Configuration, Finding, Notice, Secrets } from './configuration.ts';
import type { History, HistoryEntry } from './history.ts';
import { examine } from './load.ts';
import { fileFaults, findLostEntries } from './lost-entries.ts';
import { applyMergePatch, assertPlainJson, type JsonObject } from './merge-patch.ts';
import { migrations } from './migrations/list.ts';
import { migrateDocument } from './migrations/migrate.ts';
import type { OutsideEdits } from './outside-edits.ts';
import { findRenames, moveSecrets, renamedSecrets, type Renames } from './renamed-secrets.ts';
import type { Snapshot } from './snapshot.ts';
import { toSparse } from './sparse.ts';

interface Opened {
  readonly clock: Clock;
  readonly db: Low<JsonObject>;
  readonly edits: OutsideEdits;
  readonly history: History;
  readonly secrets: Secrets;
  readonly log: (text: string, cause?: unknown) => void;
  readonly firstRun: boolean;
  /** The document is the one that the first run made. */
  readonly untouched: boolean;
  /** What stands in the file. */
  readonly raw: JsonObject;
  readonly snapshot: Snapshot;
  readonly notices: readonly Notice[];
}

/** The running configuration: checks drafts, applies them one after the other, and tells listeners. */
export function createConfiguration(opened: Opened): Configuration {
  const { clock, db, edits, history, secrets, log } = opened;
  let { raw, snapshot, notices } = opened;
  const listeners = new Set<(next: Snapshot, previous: Snapshot) => void>();
  const preparations: ((next: Snapshot, current: Snapshot) => Promise<void>)[] = [];
  let dangers = dangersIn(snapshot.document);
  let applying: Promise<unknown> = Promise.resolve();

  function check(draft: SparseDocument): CheckReport {
    try {
      assertPlainJson(draft);
      const { findings, document } = examine(migrateDocument({ ...draft }, migrations, currentVersion).document);
      const effects = document ? describeEffects(snapshot.document, document) : [];
      const lost = findLostEntries(notices, raw, draft);
      const missing = document === null ? [] : missingSecrets(document.sendConnectors);
      return { findings: [...findings, ...missing, ...lost], effects, document };
    } catch (error) {
      if (!(error instanceof PostroomError)) throw error;
      return {
        findings: [{ severity: 'error', path: error.path ?? '', text: error.message }],
        effects: [],
        document: null,
      };
    }
  }

  function missingSecrets(connectors: Snapshot['document']['sendConnectors']): Finding[] {
    const known = renamedSecrets(secrets.names(), findRenames(snapshot.document.sendConnectors, connectors));
    return connectors.flatMap((connector, index): Finding[] => {
      const needed = neededSecretOf(connector);
      if (needed === null || known.has(needed)) return [];
      const what = connector.smartHostAuthMechanism === 'OAuth' ? 'client secret' : 'password';
      const text = `Send connector "${connector.name}" has no ${what} yet; set the secret ${needed}.`;
      return [{ severity: 'warning', path: `sendConnectors[${String(index)}].userName`, text }];
    });
  }

  /** A danger that was confirmed before is asked for again only where its connector is not the same any more. */
  function assertConfirmed({ findings, document }: CheckReport, confirmations: readonly string[]): void {
    const standing = new Set(dangers.map(({ text }) => text));
    const open = findings.find(
      ({ path, text, confirmation }) =>
        confirmation !== undefined &&
        !confirmations.includes(confirmation) &&
        !(standing.has(text) && isUnchanged(path, document, snapshot.document)),
    );
    if (open?.confirmation === undefined) return;
    throw new PostroomError('confirmation-needed', open.text, { path: open.path });
  }

  async function save(draft: SparseDocument, options: ApplyOptions, describe?: string): Promise<Snapshot> {
    if (options.baseRevision !== snapshot.revision) {
      throw new PostroomError(
        'config-conflict',
        `The configuration was changed meanwhile: it is at revision ${String(snapshot.revision)}, and this change was made on ${String(options.baseRevision)}. Look at it again and repeat the change.`,
      );
    }
    const report = check(draft);
    const { findings, document } = report;
    if (!document) {
      const first = findings.find(({ severity }) => severity === 'error');
      throw new PostroomError(
        'config-invalid',
        first?.text ?? 'The configuration is not valid.',
        first ? { path: first.path } : {},
      );
    }
    assertConfirmed(report, options.confirmations ?? []);
    const revision = history.highest() + 1;
    const next = compile(document, revision);
    for (const prepare of preparations) await prepare(next, snapshot);
    const sparse: JsonObject = { ...toSparse(document) };
    const summary = describe ?? summarize(snapshot.document, document);
    await history.append({ revision, savedAtMs: clock.now(), author: options.author, summary, document: sparse });
    const previousData = db.data;
    try {
      await edits.keep(sparse);
      db.data = sparse;
      await db.write();
      edits.remember(sparse);
    } catch (error) {
      db.data = previousData;
      await history.withdraw(revision);
      throw error;
    }
    dangers = dangersIn(document);
    await takeAlong(findRenames(snapshot.document.sendConnectors, document.sendConnectors));
    publish(next, sparse);
    return next;
  }

  /** Before anybody hears of the new names. The change itself is saved, so that a secret that stays is only told. */
  async function takeAlong(renames: Renames): Promise<void> {
    try {
      await moveSecrets(secrets, renames);
    } catch (error) {
      const names = [...renames.values()].join(', ');
      log(`The stored password could not be taken along to ${names}; set it again.`, error);
    }
  }

  function publish(next: Snapshot, sparse: JsonObject): void {
    const previous = snapshot;
    snapshot = next;
    raw = sparse;
    // A saved document has no faults of the text.
    notices = notices.filter(({ code }) => !fileFaults.has(code));
    for (const listener of listeners) {
      try {
        listener(next, previous);
      } catch (error) {
        // The change is saved; one part that cannot follow must not keep it from the others.
        log('A part of Postroom could not take over the new configuration.', error);
      }
    }
  }

  function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = applying.then(action);
    applying = result.catch(() => undefined);
    return result;
  }

  return {
    current: () => snapshot,
    notices: () => [
      ...notices,
      ...edits.notices(),
      ...dangers.map(({ path, text }) => ({ code: 'open-relay', path, text })),
    ],
    firstRun: opened.firstRun,
    untouched: () => opened.untouched && snapshot.revision === opened.snapshot.revision,
    check,
    checkPatch(patch) {
      try {
        return check(applyMergePatch(raw, patch));
      } catch (error) {
        if (!(error instanceof PostroomError)) throw error;
        return {
          findings: [{ severity: 'error', path: error.path ?? '', text: error.message }],
          effects: [],
          document: null,
        };
      }
    },
    apply: (draft, options) => inTurn(() => save(draft, options)),
    patch: (patch, options) => inTurn(async () => save(applyMergePatch(raw, patch), options)),
    history: () => history.list(),
    checkRevision: async (revision) => check((await kept(history, revision)).document),
    restore: (revision, options) =>
      inTurn(async () => save((await kept(history, revision)).document, options, backTo(revision))),
    undo: (options) =>
      inTurn(async () => {
        const earlier = await history.before(snapshot.revision);
        if (!earlier) throw new PostroomError('not-found', 'There is no earlier revision to go back to.');
        // What the file held besides is older than what is asked for now.
        const confirmations = findLostEntries(notices, raw, earlier.document).flatMap(
          ({ confirmation }) => confirmation ?? [],
        );
        return save(earlier.document, { ...options, confirmations }, backTo(earlier.revision));
      }),
    beforeSave: (prepare) => void preparations.push(prepare),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sparse: () => raw,
    secrets,
    async close() {
      await applying;
      listeners.clear();
    },
  };
}

async function kept(history: History, revision: number): Promise<HistoryEntry> {
  const entry = await history.find(revision);
  if (entry !== null) return entry;
  throw new PostroomError('not-found', `Revision ${String(revision)} is not kept any more; choose a newer one.`);
}

function backTo(revision: number): string {
  return `Back to revision ${String(revision)}`;
}

/** What stays dangerous for as long as the document is as it is. */
function dangersIn(document: ConfigDocument): readonly Finding[] {
  return checkDocument(document).filter(({ confirmation }) => confirmation !== undefined);
}

/** Whether the connector that a finding is about is the one that stands in the current document. */
function isUnchanged(path: string, draft: ConfigDocument | null, current: ConfigDocument): boolean {
  const connector = draft?.receiveConnectors[Number(/^receiveConnectors\[(\d+)\]/.exec(path)?.[1])];
  return (
    connector !== undefined && current.receiveConnectors.some((standing) => isDeepStrictEqual(standing, connector))
  );
}
