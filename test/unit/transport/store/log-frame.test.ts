import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  HEADER_BYTES,
  mostFrameBytes,
  newMarker,
  scanFrames,
  writeFrame,
  type FrameContent,
  type Frame,
} from '../../../../main/transport/store/log-frame.ts';

const MARKER = newMarker();

const accepted = (id: number, text = `{"id":${id}}`, body = `body of ${id}`): FrameContent => ({
  ...{ kind: 'accepted', id, text },
  body: Buffer.from(body),
});
const settled = (id: number): FrameContent => ({ kind: 'settled', id, text: '', body: null });

/** A segment as it stands on disk: batches of frames, and zeros behind them. Also where each frame ends. */
function segment(batches: readonly (readonly FrameContent[])[], spareBytes = 100): { bytes: Buffer; ends: number[] } {
  const all = batches.flat();
  const bytes = Buffer.alloc(all.reduce((sum, content) => sum + mostFrameBytes(content), spareBytes));
  const ends: number[] = [];
  for (const batch of batches) {
    const start = ends.at(-1) ?? 0;
    for (const content of batch)
      ends.push(writeFrame(bytes, ends.at(-1) ?? 0, content, { marker: MARKER, batch: start }));
  }
  return { bytes, ends };
}

function contentOf({ kind, id, text, body }: Frame): FrameContent {
  return { kind, id, text: text.toString(), body: kind === 'accepted' ? Buffer.from(body) : null };
}

const content: fc.Arbitrary<FrameContent> = fc.oneof(
  fc.nat().map(settled),
  fc
    .tuple(fc.maxSafeNat(), fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }))
    .map(([id, text, body]) => ({ kind: 'accepted' as const, id, text: text.toWellFormed(), body: Buffer.from(body) })),
);

test('what is written is read, whatever it is', () => {
  const property = fc.property(
    fc.array(fc.array(content, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
    (plan) => {
      const { bytes, ends } = segment(plan);
      const { frames, end, isDamaged } = scanFrames(bytes, MARKER);
      expect(frames.map(contentOf)).toEqual(plan.flat());
      expect(end).toBe(ends.at(-1) ?? 0);
      expect(isDamaged).toBe(false);
    },
  );
  fc.assert(property);
});

test.each(['cut off', 'followed by zeros', 'followed by what an earlier use of the file left'])(
  'a last frame that is torn at any byte, and %s, is as if it had never been written',
  (rest) => {
    const plan = [[accepted(1), accepted(2)], [settled(1)], [accepted(3, '{"id":3}', 'x'.repeat(40))]];
    const { bytes, ends } = segment(plan, 0);
    const [from = 0, to = 0] = ends.slice(-2);
    const left = Buffer.alloc(bytes.length, 0xaa);
    for (const at of [0, from + 7]) writeFrame(left, at, accepted(9), { marker: newMarker(), batch: 0 });
    for (let torn = from; torn < to; torn += 1) {
      const whole = bytes.subarray(0, torn);
      const behind = rest === 'followed by zeros' ? Buffer.alloc(bytes.length - torn) : left.subarray(torn);
      const found = scanFrames(rest === 'cut off' ? whole : Buffer.concat([whole, behind]), MARKER);
      expect(found.frames.map(contentOf)).toEqual(plan.slice(0, 2).flat());
      expect(found).toMatchObject({ end: from, isDamaged: false });
    }
    expect(scanFrames(bytes.subarray(0, to), MARKER).frames).toHaveLength(4);
  },
);

test('a batch of which the beginning did not reach the disk is no damage, and what did is kept', () => {
  const { bytes, ends } = segment([[accepted(1)], [accepted(2), accepted(3)]]);
  bytes.fill(0, ends[0], ends[1]);
  const { frames, isDamaged } = scanFrames(bytes, MARKER);
  expect(frames.map(({ id }) => id)).toEqual([1, 3]);
  expect(isDamaged).toBe(false);
});

test('any byte that changes before a later batch is damage of one frame', () => {
  const { bytes, ends } = segment([[accepted(1)], [accepted(2), accepted(3)], [accepted(4)]]);
  for (let at = 0; at < (ends[2] ?? 0); at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    const { frames, isDamaged } = scanFrames(changed, MARKER);
    const hit = ends.findIndex((end) => at < end) + 1;
    expect(frames.map(({ id }) => id)).toEqual([1, 2, 3, 4].filter((id) => id !== hit));
    expect(isDamaged).toBe(true);
  }
});

test('a frame in the body of a message is none, even where the message is torn', () => {
  const forged = Buffer.alloc(200);
  const forgedBytes = writeFrame(forged, 0, accepted(666), { marker: newMarker(), batch: 0 });
  const body = forged.toString('latin1', 0, forgedBytes);
  const { bytes, ends } = segment([[accepted(1)], [{ ...accepted(2), body: Buffer.from(body, 'latin1') }]]);
  for (const end of [bytes.length, (ends[1] ?? 0) - 1]) {
    expect(scanFrames(bytes.subarray(0, end), MARKER).frames.map(({ id }) => id)).not.toContain(666);
  }
  // Behind damage frames are looked for byte by byte.
  bytes.fill(0, ends[0], (ends[0] ?? 0) + HEADER_BYTES);
  expect(scanFrames(bytes, MARKER).frames.map(({ id }) => id)).toEqual([1]);
});

test('lengths that point nowhere are no frames', () => {
  for (const length of [0, HEADER_BYTES - 1, 0xffff_ffff]) {
    const { bytes } = segment([[accepted(1)]]);
    bytes.writeUInt32LE(length, 12);
    expect(scanFrames(bytes, MARKER)).toEqual({ frames: [], end: 0, isDamaged: false });
  }
});
