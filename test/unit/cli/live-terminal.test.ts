import { describe, expect, it } from 'vitest';
import { serve } from '../../../main/api/serve.ts';
import { LiveTerminal } from '../../../main/cli/live-terminal.ts';
import type { CommandContext } from '../../../main/cli/context.ts';
import { connectClient } from '../../../main/contract/client.ts';
import { createMemoryPorts } from '../../support/memory-port.ts';
import type { SinkScript } from '../../support/scripted-sink.ts';
import { makeApi } from '../api/make-api.ts';
import { later, sink } from '../delivery/harness.ts';

/** A terminal on a dialogue with a scripted server; `typed` are its lines, null for a person who types no more. */
async function terminal(script: SinkScript, typed: readonly (string | null)[], isEchoed: boolean) {
  const { api, live } = await makeApi();
  later(() => live.stop());
  const server = await sink(script);
  const ports = createMemoryPorts();
  serve(ports.engine, api, { caller: { role: 'admin', name: 'test' }, onError: () => undefined });
  const client = connectClient(ports.client);
  const { id } = await client.call('live.open', { host: '127.0.0.1', port: server.port, anyHost: true });
  const shown: string[] = [];
  const lines = [...typed];
  const context = {
    json: false,
    output: { result: (text: string) => void shown.push(text), message: (text: string) => void shown.push(text) },
    openTerminal: () => null,
    openLines: () => ({
      isEchoed,
      next: () => {
        const line = lines.shift();
        return line === null ? new Promise<never>(() => undefined) : Promise.resolve(line ?? null);
      },
      close: () => undefined,
    }),
  };
  // What a terminal asks of its context.
  return { terminal: new LiveTerminal(context as unknown as CommandContext, client, id), shown, server };
}

describe('the near end of a live dialogue', () => {
  it('prints what is sent, unless the terminal has shown it already', async () => {
    const piped = await terminal({}, ['NOOP', '', 'DATA', 'RSET'], false);
    expect(await piped.terminal.typeLines()).toBe(true);
    expect(piped.shown).toEqual([
      '220 sink.example ESMTP',
      'NOOP',
      '250 2.0.0 Ok',
      expect.stringMatching(/^\* DATA was not sent/),
      'RSET',
      '250 2.0.0 Ok',
    ]);
    const echoed = await terminal({}, ['NOOP', 'DATA', 'RSET'], true);
    await echoed.terminal.typeLines();
    expect(echoed.shown.filter((line) => /^[A-Z]/.test(line))).toEqual([]);
    expect(echoed.server.commands).toEqual(['NOOP', 'RSET']);
  });

  it('ends when the server does, while nobody types', async () => {
    const script: SinkScript = {
      answer: (line, { socket }) => {
        if (line === 'NOOP') socket.end('250 ok\r\n421 4.3.2 Going down\r\n');
        return line === 'NOOP' ? null : undefined;
      },
    };
    const { terminal: near, shown } = await terminal(script, ['NOOP', null], false);
    expect(await near.typeLines()).toBe(true);
    expect(shown.slice(-2)).toEqual(['421 4.3.2 Going down', '* Connection closed by the other side.']);
  });

  it('says no where the connection breaks in the middle of a command', async () => {
    const { terminal: near } = await terminal(
      {
        answer: (_line, { socket }) => {
          socket.destroy();
          return null;
        },
      },
      ['NOOP'],
      false,
    );
    expect(await near.typeLines()).toBe(false);
  });

  it('stops preparing where the server refuses', async () => {
    const { terminal: near, server, shown } = await terminal({}, [], false);
    expect(await near.prepare('relay.example', { starttls: true })).toBe(false);
    expect(server.commands).toEqual(['EHLO relay.example', 'STARTTLS']);
    expect(shown.at(-1)).toBe('502 5.5.1 Not implemented');
    expect(await near.prepare('relay.example', { starttls: false, auth: 'None such' })).toBe(false);
    expect(shown.at(-1)).toMatch(/^\* This dialogue does not lead to a smart host of "None such"/);
  });
});
