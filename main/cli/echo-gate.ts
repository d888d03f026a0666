import { Writable } from 'node:stream';

/** What a line editor writes to, with a lid: while a password is typed nothing of it reaches the screen. */
export class EchoGate extends Writable {
  readonly #output: NodeJS.WriteStream;
  isShut = false;

  constructor(output: NodeJS.WriteStream) {
    super();
    this.#output = output;
    output.on('resize', () => this.emit('resize'));
  }

  /** As a line editor asks for it. */
  get columns(): number {
    return this.#output.columns;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    if (!this.isShut) this.#output.write(chunk);
    done();
  }
}
