/**
 * The tables of queue.db, one entry per version: entry N brings a database with user_version N to N + 1. An
 * entry that was released is never edited.
 *
 * Bodies have a table of their own, so that reading rows does not read bodies. Indexes are partial: a message on
 * the straight way from intake to delivery is in two of them, and what waits pays for the orders in which it is
 * asked for. None has the status of ready messages in it beside the id: claiming and deferring a message would
 * then write to pages all over a long queue.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('ready', 'leased', 'suspended', 'poison')),
    queue TEXT NOT NULL,
    next_attempt_ms INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until_ms INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    delay_notified INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    size INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    file TEXT,
    details TEXT NOT NULL,
    recipients TEXT NOT NULL
  ) STRICT;
  CREATE TABLE bodies (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('last_id', 0), ('clean', 1);
  CREATE INDEX messages_due ON messages(next_attempt_ms) WHERE status = 'ready' AND crashes = 0;
  CREATE INDEX messages_suspect ON messages(status, next_attempt_ms) WHERE crashes > 0;
  CREATE INDEX messages_queue_due ON messages(queue, next_attempt_ms) WHERE status = 'ready';
  CREATE INDEX messages_leased ON messages(lease_until_ms) WHERE status = 'leased';
  CREATE INDEX messages_queue ON messages(queue, id);
  CREATE INDEX messages_stopped ON messages(status, id) WHERE status IN ('suspended', 'poison');
  CREATE INDEX messages_file ON messages(id) WHERE file IS NOT NULL;
  `,
  // Messages of the append log that the log need not bring back: they are in the database, or were.
  `
  CREATE TABLE logged (segment INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (segment, id)) STRICT, WITHOUT ROWID;
  `,
  // What attempts came to. A message that is delivered at the first one has no row here.
  `
  CREATE TABLE attempts (
    message INTEGER NOT NULL, started_ms INTEGER NOT NULL, queue TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (message, started_ms, queue)
  ) STRICT, WITHOUT ROWID;
  `,
  // Messages that are held until a time.
  `
  CREATE INDEX messages_timed ON messages(next_attempt_ms) WHERE status = 'suspended' AND held = 2;
  `,
];
