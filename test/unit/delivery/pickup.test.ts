import { mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/clock.ts';
import { createPickup, type Pickup, type PickupDeps } from '../../../main/delivery/pickup.ts';
import { readPickupHead, type PickupEnvelope } from '../../../main/delivery/pickup-envelope.ts';
import { PostroomError } from '../../../main/errors.ts';
import { later } from './harness.ts';

const MESSAGE =
  'From: "Scanner" <scan@a.example>\r\nTo: b@b.example, Office: c@b.example;\r\nCc: "D, E" <d@b.example>\r\nBcc: b@b.example\r\nSubject: x\r\n\r\nbody\r\n';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postroom-pickup-'));
  later(() => rm(folder, { recursive: true, force: true }));
});

/** A pickup that looks often, and a promise for the next thing that happens in it. */
async function picking(submit?: PickupDeps['submit']): Promise<{
  pickup: Pickup;
  got: { text: string; envelope: PickupEnvelope }[];
  bad: string[];
  next: () => Promise<void>;
}> {
  const got: { text: string; envelope: PickupEnvelope }[] = [];
  const bad: string[] = [];
  let happened = (): void => undefined;
  const pickup = createPickup({
    folder,
    clock: systemClock,
    pollMs: 20,
    submit: async (message, envelope) => {
      try {
        await submit?.(message, envelope);
        got.push({ text: (await buffer(message)).toString(), envelope });
      } finally {
        happened();
      }
    },
    onBad: (name, reason) => {
      bad.push(`${name}: ${reason}`);
      happened();
    },
  });
  await pickup.start();
  later(() => pickup.stop());
  return { pickup, got, bad, next: () => new Promise((resolve) => (happened = resolve)) };
}

async function drop(name: string, text: string): Promise<void> {
  await writeFile(join(folder, `${name}.part`), text);
  await rename(join(folder, `${name}.part`), join(folder, name));
}

describe('the pickup folder', () => {
  it('that cannot be there is told of, and begins to work when it can', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file in its place');
    const { got, bad, next } = await picking();
    await expect.poll(() => bad).toHaveLength(1);
    expect(bad[0]).toContain(folder);
    const done = next();
    await rm(folder);
    await expect.poll(() => readdir(folder).catch(() => null)).toEqual([]);
    await drop('scan.eml', MESSAGE);
    await done;
    expect(got).toHaveLength(1);
  });

  it('submits a message to everybody in its header and removes it', async () => {
    const { pickup, got, next } = await picking();
    const done = next();
    await drop('scan.eml', MESSAGE);
    await done;
    await pickup.stop();
    expect(got).toEqual([
      {
        text: MESSAGE,
        envelope: { mailFrom: 'scan@a.example', recipients: ['b@b.example', 'c@b.example', 'd@b.example'] },
      },
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes the envelope of X-Sender and X-Receiver and strips them', async () => {
    const { pickup, got, next } = await picking();
    const done = next();
    await drop(
      'x.EML',
      `X-Sender: <app@a.example>\r\nX-Receiver: b@b.example\r\nX-Receiver:\r\n c@b.example\r\n${MESSAGE}`,
    );
    await done;
    await pickup.stop();
    expect(got).toEqual([
      { text: MESSAGE, envelope: { mailFrom: 'app@a.example', recipients: ['b@b.example', 'c@b.example'] } },
    ]);
  });

  it('takes what was there before it started, and what a crash left behind', async () => {
    await writeFile(join(folder, 'old.eml'), MESSAGE);
    await writeFile(join(folder, 'claimed.eml.postroom.tmp'), MESSAGE);
    await writeFile(join(folder, 'foreign.eml.tmp'), 'still being written by a program');
    const { pickup, got, next } = await picking();
    await next();
    await next();
    await pickup.stop();
    expect(got).toHaveLength(2);
    expect(await readdir(folder)).toEqual(['foreign.eml.tmp']);
  });

  it('sets a bad file aside with the reason, never over an older one', async () => {
    await writeFile(join(folder, 'x.eml.bad'), 'older');
    const { pickup, bad, next } = await picking();
    const done = next();
    await drop('x.eml', 'From: a@a.example\r\n\r\nnobody to send to\r\n');
    await done;
    await pickup.stop();
    const reason = 'There is no recipient: add a To, Cc or Bcc line with an address.';
    expect(bad).toEqual([`x.eml: ${reason}`]);
    expect((await readdir(folder)).sort()).toEqual(['x.eml.2.bad', 'x.eml.2.bad.txt', 'x.eml.bad']);
    expect(await readFile(join(folder, 'x.eml.2.bad.txt'), 'utf8')).toBe(`${reason}\r\n`);
  });

  it('sets aside what the queue refuses, and keeps what it cannot take just now', async () => {
    let calls = 0;
    const { pickup, got, bad, next } = await picking(() => {
      calls += 1;
      if (calls === 1) return Promise.reject(new PostroomError('disk-full', 'The disk is full.'));
      return calls === 3
        ? Promise.reject(new PostroomError('not-allowed', 'The message is too large.'))
        : Promise.resolve();
    });
    const refusedOnce = next();
    await drop('x.eml', MESSAGE);
    await refusedOnce;
    await next();
    expect(got).toHaveLength(1);
    const refused = next();
    await drop('y.eml', MESSAGE);
    await refused;
    await pickup.stop();
    expect(bad).toEqual(['y.eml: The message is too large.']);
    expect((await readdir(folder)).sort()).toEqual(['y.eml.bad', 'y.eml.bad.txt']);
  });

  it('does not follow links out of the folder', async () => {
    const secret = await mkdtemp(join(tmpdir(), 'postroom-secret-'));
    later(() => rm(secret, { recursive: true, force: true }));
    await writeFile(join(secret, 'm'), MESSAGE);
    await symlink(join(secret, 'm'), join(folder, 'a.eml'));
    await writeFile(join(folder, 'b.eml'), MESSAGE);
    const { pickup, got, next } = await picking();
    await next();
    await pickup.stop();
    expect(got).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['a.eml']);
  });
});

describe('readPickupHead', () => {
  const head = (text: string): ReturnType<typeof readPickupHead> => readPickupHead(Buffer.from(text));

  it.each([
    ['', /no empty line/],
    ['From: a@a.example\r\nTo: b@b.example\r\n', /no empty line/],
    ['To: b@b.example\r\n\r\n', /no sender/],
    ['From: a@a.example\r\nTo: undisclosed-recipients:;\r\n\r\n', /no recipient/],
    ['From: a@a.example\r\nTo: everybody\r\n\r\n', /"everybody" is not a mail address/],
    ['X-Sender: a@a.example\r\nX-Receiver: nobody\r\n\r\n', /"nobody" is not a mail address/],
    ['x'.repeat(300_000), /longer than 256 KiB/],
  ])('says what is wrong with %j'.slice(0, 60), (text, reason) => {
    expect(head(text)).toMatch(reason);
  });

  it('takes the null sender and bare LF', () => {
    expect(head('X-Sender: <>\nTo: b@b.example\nSubject: x\n\nbody')).toMatchObject({
      envelope: { mailFrom: '', recipients: ['b@b.example'] },
      consumed: 41,
    });
  });
});
