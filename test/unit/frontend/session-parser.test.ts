import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SessionParser, type BodySink, type ParserOwner } from '../../../main/frontend/session-parser.ts';

/** Writes down what the parser says. `DATA` begins a message; answers come at once or in a later turn, as told. */
class Listener implements ParserOwner {
  readonly heard: string[] = [];
  readonly parser: SessionParser;
  holds = 0;
  waiting = 0;
  private readonly late: () => boolean;

  constructor(late: () => boolean, maxLineBytes = 100) {
    this.late = late;
    this.parser = new SessionParser(this, maxLineBytes);
  }

  runLine(line: Buffer, answered: () => void): void {
    this.heard.push(line.toString());
    if (line.toString() === 'DATA') this.parser.beginData(this.body(), false);
    if (this.late()) this.later(answered);
    else answered();
  }

  refuseLine(): void {
    this.heard.push('too long');
  }

  refuseTls(): void {
    this.heard.push('TLS');
  }

  hold(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
  }

  private body(): BodySink {
    let text = '';
    return {
      write: (chunk) => {
        text += chunk.toString();
        return this.late() ? new Promise((resolve) => this.later(resolve)) : null;
      },
      end: (_, resume) => {
        this.heard.push(`message ${text}`);
        if (this.late()) this.later(resume);
        else resume();
      },
    };
  }

  private later(act: () => void): void {
    this.waiting += 1;
    setImmediate(() => {
      this.waiting -= 1;
      act();
    });
  }
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const part = fc.constantFrom('NOOP\r\n', 'RSET\n', '\r\n', 'DATA\r\nSubject: a\r\n\r\n..b\r\n.\r\n', 'DATA\r\n.\r\n');

it('hears the same whatever the pieces and whenever the answers come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      fc.infiniteStream(fc.boolean()),
      async (parts, sizes, answers) => {
        const text = Buffer.from(parts.join(''));
        const whole = new Listener(() => false);
        whole.parser.receive(text);
        const pieces = new Listener(() => answers.next().value === true);
        for (let at = 0, n = 0; at < text.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          pieces.parser.receive(text.subarray(at, at + size));
          at += size;
        }
        while (pieces.waiting > 0) await turn();
        // A promise's answer takes a few turns more.
        for (let n = 0; n < 3 || pieces.waiting > 0; n += 1) await turn();
        while (pieces.heard.length < whole.heard.length) await turn();
        expect(pieces.heard).toEqual(whole.heard);
      },
    ),
    { numRuns: 200 },
  );
});

it('stops the socket while much arrives behind a command that is being answered', async () => {
  const listener = new Listener(() => true);
  for (let n = 0; n < 4; n += 1) listener.parser.receive(Buffer.from('NOOP\r\n'.repeat(10_000)));
  expect(listener.holds).toBe(1);
  expect(listener.heard).toHaveLength(1);
  listener.parser.isClosed = true;
  await turn();
  await turn();
  expect(listener.heard).toHaveLength(1);
});

it('goes on reading from the socket when it has caught up', () => {
  let release: (() => void) | null = null;
  const listener = new Listener(() => false);
  listener.runLine = (line, answered) => {
    listener.heard.push(line.toString());
    if (listener.heard.length === 1) release = answered;
    else answered();
  };
  listener.parser.receive(Buffer.from('EHLO\r\n'));
  listener.parser.receive(Buffer.alloc(200_000, 'x'));
  expect(listener.holds).toBe(1);
  (release as (() => void) | null)?.();
  expect(listener.heard.at(-1)).toBe('too long');
  expect(listener.holds).toBe(0);
});

it('lets other sessions have their turn among many commands', async () => {
  const listener = new Listener(() => false);
  listener.parser.receive(Buffer.from('NOOP\r\n'.repeat(250)));
  expect(listener.heard).toHaveLength(100);
  await turn();
  expect(listener.heard).toHaveLength(200);
  await turn();
  expect(listener.heard).toHaveLength(250);
});

it('refuses a line that is too long, and reads no more', () => {
  const listener = new Listener(() => false);
  listener.parser.receive(Buffer.from(`NOOP\r\n${'x'.repeat(101)}`));
  listener.parser.receive(Buffer.from('\r\nQUIT\r\n'));
  expect(listener.heard).toEqual(['NOOP', 'too long']);
});

it('knows a TLS handshake by its first byte', () => {
  const listener = new Listener(() => false);
  listener.parser.receive(Buffer.from([0x16, 0x03, 0x01]));
  expect(listener.heard).toEqual(['TLS']);
});
