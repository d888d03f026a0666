import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { PostroomError } from '../errors.ts';
import { errorCode, replaceFile, timeStamp } from './atomic-file.ts';
import { formatDocument, writeFailure } from './config-file.ts';
import type { Notice, Secrets } from './configuration.ts';
import type { KeyProtector } from './key-protector.ts';

/**
 * The SecretBox: passwords for other servers, in secrets.json, AES-256-GCM under a data key that the system keeps.
 * The name of a secret is authenticated with it, so a value cannot be moved under another name.
 */

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const LONGEST_NAME = 256;
const LONGEST_VALUE = 64 * 1024;

const sealedSchema = z.strictObject({ nonce: z.base64(), tag: z.base64(), data: z.base64() });
const boxSchema = z.strictObject({ version: z.literal(1), secrets: z.record(z.string(), sealedSchema) });
type Sealed = z.output<typeof sealedSchema>;

export interface SecretBox extends Secrets {
  readonly notices: readonly Notice[];
}

interface Deps {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly protector: KeyProtector;
}

/** Opens the box; a file that cannot be read is set aside with a notice, and the secrets have to be set again. */
export async function openSecretBox({ dataFolder, clock, protector }: Deps): Promise<SecretBox> {
  const path = join(dataFolder, 'secrets.json');
  const { sealed, notices } = await readBox(path, clock);
  let key: Promise<Buffer | null> | null = null;
  let writing: Promise<unknown> = Promise.resolve();

  async function loadKey(): Promise<Buffer | null> {
    key ??= protector.load().then((found) => (found?.length === KEY_BYTES ? found : null));
    try {
      return await key;
    } catch (error) {
      // Asked again next time: what failed may have been a moment's trouble.
      key = null;
      throw error;
    }
  }
  const save = () => replaceFile(path, formatDocument({ version: 1, secrets: Object.fromEntries(sealed) }), clock);

  function serialise<T>(action: () => Promise<T>): Promise<T> {
    const result = writing.then(action);
    writing = result.catch(() => undefined);
    return result;
  }

  /** The key for new values: a fresh one where none can be opened, or setting a secret again would lead nowhere. */
  async function keyForWriting(): Promise<Buffer> {
    const found = await loadKey().catch((error: unknown) => {
      if (error instanceof PostroomError && error.code === 'secret-unavailable') return null;
      throw error;
    });
    if (found) return found;
    const fresh = randomBytes(KEY_BYTES);
    await protector.store(fresh);
    key = Promise.resolve(fresh);
    return fresh;
  }

  async function change(name: string, value: Sealed | null): Promise<void> {
    const previous = sealed.get(name);
    if (value) sealed.set(name, value);
    else sealed.delete(name);
    try {
      await save();
    } catch (error) {
      if (previous) sealed.set(name, previous);
      else sealed.delete(name);
      throw writeFailure(error);
    }
  }

  return {
    notices,
    names: () => [...sealed.keys()].sort(),
    set: (name, value) =>
      serialise(async () => {
        assertStorable(name, value);
        await change(name, seal(await keyForWriting(), name, value));
      }),
    remove: (name) =>
      serialise(async () => {
        if (!sealed.has(name)) return false;
        await change(name, null);
        return true;
      }),
    async get(name) {
      const entry = sealed.get(name);
      const opened = await loadKey();
      if (!entry || !opened) throw unavailable(name);
      return unseal(opened, name, entry);
    },
  };
}

function seal(key: Buffer, name: string, value: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

function unseal(key: Buffer, name: string, { nonce, tag, data }: Sealed): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(name)).setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
  } catch (error) {
    throw unavailable(name, error);
  }
}

function unavailable(name: string, cause?: unknown): PostroomError {
  return new PostroomError(
    'secret-unavailable',
    `The secret "${name}" is not there or cannot be opened on this machine; set it again.`,
    { cause },
  );
}

function assertStorable(name: string, value: string): void {
  if (name === '' || name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) {
    throw new PostroomError(
      'usage',
      'The name of a secret must be one line of at most 256 characters, such as send-connector/Internet.',
    );
  }
  if (value === '' || value.length > LONGEST_VALUE) {
    throw new PostroomError('usage', `The secret "${name}" must not be empty or longer than 64 KB.`);
  }
}

async function readBox(
  path: string,
  clock: Clock,
): Promise<{ sealed: Map<string, Sealed>; notices: readonly Notice[] }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { sealed: new Map(), notices: [] };
    throw new PostroomError(
      'data-folder-unusable',
      'secrets.json cannot be opened; give Postroom the right to read it.',
      { cause: error },
    );
  }
  const box = boxSchema.safeParse(parseJson(text));
  if (box.success) return { sealed: new Map(Object.entries(box.data.secrets)), notices: [] };
  const bad = `${path}.bad-${timeStamp(clock)}`;
  await rm(bad, { force: true });
  await rename(path, bad);
  const notice = {
    code: 'secrets-unreadable',
    text: `The stored passwords could not be read and have to be set again; the file is kept as ${bad}.`,
    path: bad,
  };
  return { sealed: new Map(), notices: [notice] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
