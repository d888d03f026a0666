/** Paths of the throughput chart in a box of 600 by 120 units. */

const WIDTH = 600;
const HEIGHT = 120;
// Room for the line's own width at the peak.
const HEADROOM = 4;

const point = (value: number): string => value.toFixed(1).replace(/\.0$/, '');
const heightOf = (count: number, peak: number): number => (count / peak) * (HEIGHT - HEADROOM);

export function peakOf(series: readonly (readonly number[])[]): number {
  return Math.max(0, ...series.flat());
}

/** An open line from the left edge to the right one. */
export function areaPath(counts: readonly number[], peak: number): string {
  const step = WIDTH / Math.max(1, counts.length - 1);
  const points = counts.map((count, index) => `${point(index * step)} ${point(HEIGHT - heightOf(count, peak))}`);
  return `M${points.join('L')}`;
}

/** One upright stroke per minute that is not empty. */
export function barsPath(counts: readonly number[], peak: number): string {
  const step = WIDTH / Math.max(1, counts.length - 1);
  return counts
    .map((count, index) =>
      count > 0 ? `M${point(index * step)} ${String(HEIGHT)}V${point(HEIGHT - heightOf(count, peak))}` : '',
    )
    .join('');
}
