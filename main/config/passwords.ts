import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Account passwords: kept as `scrypt$N$r$p$salt$hash`, so the cost can rise without making old hashes unusable. */

const COST = 16_384;
const BLOCK_SIZE = 8;
const PARALLEL = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
// A hash from an imported file may not make one log-in cost seconds or gigabytes.
const MAX_MEMORY_BYTES = 128 * 1024 * 1024;
const MAX_PARALLEL = 8;
// They run on the four threads that also bring mail to disk, for a tenth of a second and more: who tries passwords on
// many connections would keep every 250 waiting.
const MOST_AT_ONCE = 2;

interface ParsedHash {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

// What an unknown user is compared with: no password has this all-zero hash, and it costs the same time.
const NOBODY: ParsedHash = {
  cost: COST,
  blockSize: BLOCK_SIZE,
  parallel: PARALLEL,
  salt: Buffer.alloc(SALT_BYTES),
  hash: Buffer.alloc(HASH_BYTES),
};

/** Hash of a password under a fresh salt, for `accounts[].passwordHash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...NOBODY, salt });
  return ['scrypt', COST, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether the password fits the hash. null (unknown user) and an unusable hash take as long as a wrong password. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const parsed = passwordHash === null ? null : parseHash(passwordHash);
  const expected = parsed ?? NOBODY;
  const actual = await derive(password, expected);
  return timingSafeEqual(actual, expected.hash) && parsed !== null;
}

function parseHash(text: string): ParsedHash | null {
  const [scheme, cost, blockSize, parallel, salt, hash, ...rest] = text.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined || rest.length > 0) return null;
  const parsed: ParsedHash = {
    cost: Number(cost),
    blockSize: Number(blockSize),
    parallel: Number(parallel),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
  return isUsable(parsed) ? parsed : null;
}

function isUsable({ cost, blockSize, parallel, hash }: ParsedHash): boolean {
  if (![cost, blockSize, parallel].every((value) => Number.isSafeInteger(value) && value > 0)) return false;
  const isPowerOfTwo = cost > 1 && Number.isInteger(Math.log2(cost));
  return (
    isPowerOfTwo && parallel <= MAX_PARALLEL && 128 * cost * blockSize <= MAX_MEMORY_BYTES && hash.length === HASH_BYTES
  );
}

let underWay = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, hash: ParsedHash): Promise<Buffer> {
  if (underWay >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else underWay += 1;
  try {
    return await deriveNow(password, hash);
  } finally {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  }
}

function deriveNow(password: string, { cost, blockSize, parallel, salt, hash }: ParsedHash): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // RFC 8265: the same password typed on another system may arrive composed differently.
    const options = { cost, blockSize, parallelization: parallel, maxmem: 2 * MAX_MEMORY_BYTES };
    scrypt(password.normalize('NFC'), salt, hash.length, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
