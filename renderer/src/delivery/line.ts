import type { BadgeText, Tone } from '../tone.ts';

/** A line of one of the lists of the delivery page. */

export interface Line {
  /** Stays the same while its neighbours change. */
  readonly key: string;
  readonly name: string;
  readonly tone: Tone;
  /** What the dot says. */
  readonly state: string;
  readonly badges: readonly BadgeText[];
  readonly sentence: string;
  /** What happened last; null where that does not matter. */
  readonly note: { readonly tone: Tone; readonly text: string } | null;
}

/** The lines in which a text stands, in any case. */
export function filterLines(lines: readonly Line[], filter: string): readonly Line[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return lines;
  return lines.filter(({ name, sentence, badges, note }) =>
    [name, sentence, note?.text ?? '', ...badges.map(({ text }) => text)].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
}
