import { expect, test } from 'vitest';
import { invoke } from '../../../main/api/serve.ts';
import { createShellCalls } from '../../../main/api/shell.ts';
import type { Api, CallResult } from '../../../main/contract/calls.ts';
import type { Caller } from '../../../main/contract/declaration.ts';
import { fakeApi } from '../../support/fake-api.ts';
import { guideDocument } from '../../support/guide-configuration.ts';
import { manualClock } from '../../support/manual-clock.ts';

const viewer: Caller = { role: 'view', name: 'reader' };
const admin: Caller = { role: 'admin', name: 'owner' };

/** A shell over an api that knows the guide's configuration and says what was patched. */
function openShell() {
  const clock = manualClock();
  const patched: string[] = [];
  const document = guideDocument();
  const api: Api = fakeApi({
    'config.get': () => ({
      revision: 1,
      document,
      sparse: { ...document },
      notices: [],
      firstRun: false,
      untouched: false,
    }),
    'config.checkPatch': () => ({ findings: [], effects: [], impact: null }),
    'config.patch': (_, caller) => {
      patched.push(caller.name);
      return { revision: 2, impact: null };
    },
  });
  const calls = createShellCalls({
    clock,
    call: async (name, input, caller) => (await invoke(api, name, input, caller)) as CallResult<typeof name>,
  });
  const shellApi = fakeApi(calls);
  const run = async (text: string, caller: Caller, session: string | null = null) =>
    (await invoke(shellApi, 'shell.run', { text, session }, caller)) as CallResult<'shell.run'>;
  return { clock, patched, shellApi, run };
}

test('a reader may look, and a change needs an administrator', async () => {
  const { run, patched } = openShell();
  expect((await run('Get-ReceiveConnector Relay*', viewer)).records).toMatchObject([{ kind: 'output' }]);
  const refused = await run('Set-ReceiveConnector "Relay E15MB1" -Enabled $false', viewer);
  expect(refused.records).toMatchObject([{ kind: 'error', text: expect.stringMatching(/administrator/) as string }]);
  expect(patched).toEqual([]);
  await run('Set-ReceiveConnector "Relay E15MB1" -Enabled $false', admin);
  expect(patched).toEqual(['owner']);
});

test('a session keeps its variables, and lets go of what nobody answers', async () => {
  const { run, clock, patched, shellApi } = openShell();
  const { session } = await run('$x = "Relay E15MB1"', admin);
  const asked = await run('Remove-ReceiveConnector $x', admin, session);
  expect(asked).toMatchObject({
    state: 'asking',
    question: { kind: 'choice', text: expect.stringContaining('"E15MB1\\Relay E15MB1"') as string },
  });
  await expect(run('Get-Command', admin, session)).rejects.toMatchObject({ code: 'usage' });
  await clock.advance(11 * 60_000);
  await expect(invoke(shellApi, 'shell.answer', { session, answer: 'Y' }, admin)).rejects.toMatchObject({
    code: 'usage',
  });
  expect(patched).toEqual([]);
  expect(await run('$x', admin, session)).toMatchObject({ state: 'done' });
  await invoke(shellApi, 'shell.close', { session }, admin);
  await expect(run('$x', admin, session)).rejects.toMatchObject({ code: 'not-found' });
});
