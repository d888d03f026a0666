/** What a colour says: all is well, look here, something is wrong; `plain` says nothing. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** A short word in a pill. */
export interface BadgeText {
  readonly tone: Tone | 'accent';
  readonly text: string;
}
