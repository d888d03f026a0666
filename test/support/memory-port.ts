import type { Port } from '../../main/contract/port.ts';

/** Two ends of a connection inside one process. Frames arrive in a later turn, as they do over a wire. */
export interface MemoryPorts {
  readonly engine: Port;
  readonly client: Port;
  /** What buffered() of the engine's end says. */
  setBuffered(bytes: number): void;
}

export function createMemoryPorts(): MemoryPorts {
  let buffered = 0;
  let closed = false;
  const ends = [newEnd(), newEnd()] as const;

  const close = (): void => {
    if (closed) return;
    closed = true;
    for (const end of ends) for (const handler of end.closeHandlers) queueMicrotask(handler);
  };
  const port = (own: End, far: End): Port => ({
    send: (frame) => {
      if (!closed) queueMicrotask(() => far.frameHandler(frame));
    },
    onFrame: (handler) => {
      own.frameHandler = handler;
    },
    onClose: (handler) => void own.closeHandlers.push(handler),
    close,
    buffered: () => buffered,
  });
  return {
    engine: port(ends[0], ends[1]),
    client: port(ends[1], ends[0]),
    setBuffered: (bytes) => {
      buffered = bytes;
    },
  };
}

interface End {
  frameHandler: (frame: string) => void;
  readonly closeHandlers: (() => void)[];
}

function newEnd(): End {
  return { frameHandler: () => undefined, closeHandlers: [] };
}
