import type { DeviceDay } from '../../../main/contract/session-view.ts';

/** Bars of a week: one a day, what was refused standing on what was accepted. In a box of 7 by 1 units. */

export interface SparkBar {
  /** Left edge, 0 to 6. */
  readonly day: number;
  /** Heights from 0 to 1. */
  readonly accepted: number;
  readonly refused: number;
}

/** A day with mail is always seen, however small it is beside the busiest. */
const LEAST = 0.12;

export function sparkBars(days: readonly DeviceDay[]): readonly SparkBar[] {
  const peak = Math.max(1, ...days.map(({ accepted, refused }) => accepted + refused));
  const height = (count: number): number => (count === 0 ? 0 : LEAST + (count / peak) * (1 - 2 * LEAST));
  return days.map(({ accepted, refused }, day) => ({ day, accepted: height(accepted), refused: height(refused) }));
}

export function totalOf(days: readonly DeviceDay[]): { readonly accepted: number; readonly refused: number } {
  return {
    accepted: days.reduce((sum, { accepted }) => sum + accepted, 0),
    refused: days.reduce((sum, { refused }) => sum + refused, 0),
  };
}
