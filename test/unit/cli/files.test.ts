import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataFolder } from '../../../main/config/data-folder-lock.ts';
import { runOn, runWith, type Ran } from '../../support/command-line.ts';

/** Commands on the files of a data folder that no engine runs on. */

const document = {
  server: { name: 'OFFICE', fqdn: 'postroom.office.example' },
  receiveConnectors: [
    {
      name: 'Default Frontend OFFICE',
      bindings: ['0.0.0.0:2525'],
      remoteIPRanges: ['0.0.0.0-255.255.255.255'],
      permissionGroups: ['AnonymousUsers'],
    },
  ],
  acceptedDomains: [{ name: 'Office', domainName: 'office.example', default: true }],
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'post room '));
  await writeFile(join(folder, 'config.json'), JSON.stringify(document));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const postroom = (args: readonly string[], input = ''): Promise<Ran> => runOn(folder, args, input);

async function json(args: readonly string[], input = ''): Promise<unknown> {
  const { out, err, code } = await postroom([...args, '--json'], input);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('config', () => {
  test('a patch is saved, listed and taken back', async () => {
    const patched = await postroom(['config', 'patch', '-'], '{"server":{"replyDialect":"2013"}}');
    expect(patched).toMatchObject({ code: 0, err: '' });
    expect(patched.out).toMatch(/^Saved as revision 2\.\n {2}\S[^]*\n {2}No device has sent anything yet\. /);
    expect(await json(['config', 'show'])).toMatchObject({ server: { replyDialect: '2013' } });
    expect(await json(['config', 'history'])).toMatchObject([{ revision: 1 }, { revision: 2, author: 'command line' }]);
    expect(await json(['config', 'undo'])).toMatchObject({ revision: 3, impact: { changes: [] } });
    expect(await json(['config', 'show'])).not.toHaveProperty('server.replyDialect');
  });

  test('a byte order mark does not matter', async () => {
    expect(await postroom(['config', 'patch', '-'], '\uFEFF{"server":{"replyDialect":"2013"}}')).toMatchObject({
      code: 0,
    });
  });

  test.each([
    ['no JSON', '{ "server": {},\n}', /^Standard input is not JSON in line 2, column 1: there is a comma too many in /],
    ['not an object', '[]', /^Standard input must hold one JSON object\.$/],
  ])('%s is one sentence and exit code 2', async (_what, input, sentence) => {
    const ran = await postroom(['config', 'patch', '-'], input);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(sentence);
    expect(ran.out).toBe('');
  });

  test('a document with a mistake: check answers no, apply refuses and leaves the file alone', async () => {
    const draft = JSON.stringify({
      ...document,
      receiveConnectors: [{ name: 'X', bindings: ['nowhere'], remoteIPRanges: [] }],
    });
    const checked = await postroom(['config', 'check', '-'], draft);
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/^error: receiveConnectors/m);
    const before = await readFile(join(folder, 'config.json'), 'utf8');
    expect((await postroom(['config', 'apply', '-'], draft)).code).toBe(2);
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe(before);
  });

  test('a mistake is said once, with its place', async () => {
    const sentence = 'server: there is no property named "nmae".';
    const refused = await postroom(['config', 'patch', '-'], '{"server":{"nmae":"x"}}');
    expect(refused).toEqual({ code: 2, out: '', err: sentence });
    const draft = JSON.stringify({ ...document, server: { nmae: 'x' } });
    expect((await postroom(['config', 'check', '-'], draft)).out).toBe(`error: ${sentence}`);
  });

  test('what every command has may stand in front of it', async () => {
    const { code, out } = await runWith(['--data', folder, '--json', 'config', 'history']);
    expect({ code, revisions: JSON.parse(out) as unknown }).toMatchObject({ code: 0, revisions: [{ revision: 1 }] });
    expect((await runWith(['--data', folder, 'config', '--json', 'history'])).code).toBe(2);
  });

  test('an open relay needs its confirmation typed', async () => {
    const patch = JSON.stringify({
      receiveConnectors: [
        {
          ...document.receiveConnectors[0],
          extendedRights: [{ user: 'NT AUTHORITY\\ANONYMOUS LOGON', right: 'ms-Exch-SMTP-Accept-Any-Recipient' }],
        },
      ],
    });
    const refused = await postroom(['config', 'patch', '-'], patch);
    expect(refused.code).toBe(2);
    const checked = (await json(['config', 'show'])) as typeof document;
    expect(checked.receiveConnectors[0]).not.toHaveProperty('extendedRights');
    const report = (
      await postroom(['config', 'check', '-'], JSON.stringify({ ...document, ...(JSON.parse(patch) as object) }))
    ).out;
    const confirmation = /--confirm "([^"]+)"/.exec(report)?.[1] ?? '';
    expect(confirmation).not.toBe('');
    expect((await postroom(['config', 'patch', '-', '--confirm', confirmation], patch)).code).toBe(0);
  });

  test('the schema is a JSON Schema of what may stand in the file', async () => {
    const schema = JSON.parse((await postroom(['config', 'schema'])).out) as {
      type: string;
      properties: object;
      required: string[];
    };
    expect(schema).toMatchObject({ type: 'object', required: [] });
    expect(Object.keys(schema.properties)).toContain('receiveConnectors');
  });
});

describe('secrets and accounts come from standard input', () => {
  test.each([
    ['send-connector/Internet', / No send connector is named "Internet" yet; it is used as soon as there is one\.$/],
    ['sendconnector/Internet', / Nothing asks for a secret of this name\. The password of a send connector is /],
    ['alerts/webhook', /^Kept the secret alerts\/webhook\.$/],
  ])('says of %s whether anything asks for it', async (name, said) => {
    expect((await postroom(['secret', 'set', name], 'hunter22\n')).out).toMatch(said);
  });

  test('a secret is kept and listed, and is nowhere in plain text', async () => {
    expect(await json(['secret', 'set', 'send-connector/Internet'], 'hunter22\n')).toEqual({
      name: 'send-connector/Internet',
    });
    expect(await json(['secret', 'list'])).toEqual(['send-connector/Internet']);
    const files = ['config.json', 'secrets.json'];
    for (const name of files) expect(await readFile(join(folder, name), 'utf8')).not.toContain('hunter22');
    expect(await json(['secret', 'remove', 'send-connector/Internet'])).toEqual({ removed: true });
    expect((await postroom(['secret', 'remove', 'send-connector/Internet'])).code).toBe(1);
  });

  test('nothing on standard input is an error, not an empty password', async () => {
    const ran = await postroom(['secret', 'set', 'a'], '');
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^Nothing came from standard input/);
  });

  test('an account is made once, and its password changed', async () => {
    expect(await json(['account', 'add', 'erp', '--address', 'erp@office.example'], 'correct horse\n')).toMatchObject({
      userName: 'erp',
    });
    const shown = JSON.stringify(await json(['config', 'show']));
    expect(shown).toContain('erp@office.example');
    expect(shown).not.toContain('correct horse');
    expect((await postroom(['account', 'add', 'ERP'], 'correct horse\n')).code).toBe(2);
    expect((await postroom(['account', 'password', 'erp'], 'battery staple\n')).code).toBe(0);
    expect((await postroom(['account', 'password', 'nobody'], 'battery staple\n')).code).toBe(1);
  });

  test('accounts are listed, without their passwords, and removed one by one', async () => {
    await postroom(['account', 'add', 'erp', '--address', 'erp@office.example'], 'correct horse\n');
    await postroom(['account', 'add', 'scanner'], 'battery staple\n');
    expect(await json(['account', 'list'])).toEqual([
      { userName: 'erp', addresses: ['erp@office.example'], enabled: true },
      { userName: 'scanner', addresses: [], enabled: true },
    ]);
    expect((await postroom(['account', 'remove', 'ERP'])).code).toBe(0);
    expect((await postroom(['account', 'list'])).out).toMatch(/^ACCOUNT .*\nscanner .*enabled$/);
    expect((await postroom(['account', 'remove', 'erp'])).err).toBe('There is no account named erp.');
  });
});

describe('explain', () => {
  const question = ['explain', '--from', '192.168.0.9', '--to', '192.168.0.1:2525'];

  test('says yes with exit code 0, no with 1', async () => {
    const yes = await postroom([...question, '--recipient', 'alice@office.example']);
    expect(yes.code).toBe(0);
    expect(yes.out).toMatch(/\nAccepted\.$/);
    const no = await postroom([...question, '--recipient', 'bob@elsewhere.example']);
    expect(no.code).toBe(1);
    expect(no.out).toMatch(/^rcpt: 550 5\.7\.54 /m);
    expect(no.out).toMatch(/elsewhere\.example is not an accepted domain/);
  });

  test('an address that is none is a usage error', async () => {
    expect(await postroom(['explain', '--from', '010.0.0.1', '--to', '192.168.0.1:2525'])).toMatchObject({
      code: 2,
      out: '',
    });
  });

  test('a reply of another server is judged', async () => {
    expect(await json(['explain-reply', '550', '5.1.1', 'No such user'])).toMatchObject({ verdict: 'failed' });
  });
});

describe('without an engine', () => {
  test('status says stopped in both forms, with exit code 3', async () => {
    const text = await postroom(['status']);
    expect(text).toMatchObject({ code: 3, out: '' });
    expect(text.err).toMatch(/^Postroom does not run on .*\.$/);
    const asJson = await postroom(['status', '--json']);
    expect(asJson.code).toBe(3);
    expect(JSON.parse(asJson.out)).toMatchObject({ state: 'stopped', pid: null, listeners: [] });
  });

  test.each([[['queue', 'list']], [['log']], [['token']], [['services', 'stop', 'Transport']], [['backup', 'x']]])(
    '%j needs one',
    async (args) => {
      const ran = await postroom(args);
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.err.split('\n')).toHaveLength(1);
    },
  );

  test('a run file left behind by a crash is no engine', async () => {
    await writeFile(join(folder, 'run.json'), JSON.stringify({ pid: 1, url: 'http://127.0.0.1:9/', token: 'x' }));
    expect((await postroom(['status'])).code).toBe(3);
    expect((await postroom(['config', 'show'])).code).toBe(0);
  });

  test('a folder that somebody else holds is not written to', async () => {
    const lock = await lockDataFolder(folder);
    try {
      expect(await postroom(['config', 'patch', '-'], '{}')).toMatchObject({ code: 2, out: '' });
    } finally {
      await lock.release();
    }
  });

  test('a backup is put into an empty folder only', async () => {
    const target = await mkdtemp(join(tmpdir(), 'restored '));
    const ran = await postroom(['restore', target]);
    expect(ran.code).toBe(1);
    await rm(target, { recursive: true });
  });
});

describe('mistakes on the command line', () => {
  test.each([
    [['nonsense']],
    [['queue']],
    [['config', 'patch']],
    [['status', '--nonsense']],
    [['serve', '--console', 'here']],
    [['log', '--last', 'x']],
  ])('%j: exit code 2, nothing on standard output, no stack', async (args) => {
    const ran = await postroom(args);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).not.toMatch(/^ +at /m);
  });

  test('help and version are no mistakes', async () => {
    expect(await postroom(['--version'])).toEqual({ code: 0, out: '1.2.3', err: '' });
    expect((await postroom(['queue', '--help'])).out).toMatch(/^Usage: postroom queue/);
  });

  test('the technical cause is told when asked for', async () => {
    const quiet = await postroom(['config', 'check', join(folder, 'missing.json')]);
    expect(quiet.err).not.toContain('ENOENT');
    expect((await postroom(['config', 'check', join(folder, 'missing.json'), '--verbose'])).err).toContain('ENOENT');
  });
});
