import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, expect } from 'vitest';
import type { SessionDetail } from '../../../main/contract/session-view.ts';
import { connectorOn, startHarness, type Draft, type Harness } from '../../support/frontend-harness.ts';
import { dial, type Dialogue, type DialogueOptions } from '../../support/smtp-dialogue.ts';

/** One running Frontend for a file of tests, configured anew by each, and the clients of a test. */

export type Properties = Record<string, unknown>;

let harness: Harness | null = null;
let clients: Dialogue[] = [];

/** Called once by each file that is on stage: ends the clients after each test, and the Frontend after the last. */
export function onStage(): void {
  afterEach(async () => {
    for (const c of clients) c.end();
    clients = [];
    const h = harness;
    if (h === null) return;
    await expect.poll(() => h.frontend.sessionCount(), { timeout: 10_000 }).toBe(0);
    await h.queue.remove((await h.messages()).map(({ message }) => message.id));
  });
  afterAll(async () => {
    await harness?.close();
    harness = null;
  });
}

/** One connector like connectorOn(), changed by `connector`. */
export async function start(connector: Properties = {}, more: Partial<Draft> = {}): Promise<Harness> {
  return startWith((port) => ({ receiveConnectors: [connectorOn(port, connector)], ...more }));
}

export async function startWith(draft: (port: number) => Draft): Promise<Harness> {
  if (harness === null) harness = await startHarness(draft);
  else await harness.configure(draft(harness.port));
  return harness;
}

/** A connection; nothing has been read yet. */
export async function client(options: Partial<DialogueOptions> = {}): Promise<Dialogue> {
  const dialogue = await dial({ port: harness?.port ?? 0, ...options });
  clients.push(dialogue);
  return dialogue;
}

/** A connection that has said EHLO. */
export async function greeted(options: Partial<DialogueOptions> = {}): Promise<Dialogue> {
  const c = await client(options);
  await c.expect('220 *');
  await c.send('EHLO device.office.example');
  await c.expect('250-*');
  return c;
}

/** A connection that waits at 354. */
export async function inData(options: Partial<DialogueOptions> = {}): Promise<Dialogue> {
  const c = await greeted(options);
  for (const [line, reply] of [
    ['MAIL FROM:<a@b.example>', '250 *'],
    ['RCPT TO:<x@office.example>', '250 *'],
    ['DATA', '354 *'],
  ] as const) {
    await c.send(line);
    await c.expect(reply);
  }
  return c;
}

/** Sends each line and compares its reply. */
export async function converse(c: Dialogue, lines: readonly (readonly [line: string, reply: string])[]): Promise<void> {
  for (const [line, reply] of lines) {
    await c.send(line);
    await c.expect(reply);
  }
}

/**
 * Sends the pieces so that each arrives by itself: the server shares this event loop and reads between them. Ends
 * where the server has hung up.
 */
export async function sendPieces(c: Dialogue, pieces: readonly string[]): Promise<void> {
  const { socket } = c;
  // What is written to a socket that is still connecting leaves in one piece.
  if ('connecting' in socket && socket.connecting) await once(socket, 'connect');
  socket.setNoDelay(true);
  for (const piece of pieces) {
    if (!c.socket.writable) return;
    await c.raw(piece);
    await nextTurn();
    await nextTurn();
  }
}

/** The newest session as clients of the engine see it. */
export function lastSession(h: Harness): SessionDetail {
  const [summary] = h.journal.sessions({}, null, 1).sessions;
  const detail = summary && h.journal.session(summary.id);
  if (!detail) throw new Error('There has been no session.');
  return detail;
}

export const deviations = (h: Harness): string[] => [...new Set(lastSession(h).deviations.map(({ code }) => code))];

/** The message behind its header. */
export function bodyOf(message: string): string {
  return message.slice(message.indexOf('\r\n\r\n') + 4);
}

export const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
