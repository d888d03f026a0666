import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatCount } from '../format.ts';
import { locale } from '../locale.ts';
import type { Points } from './throughput.ts';

/** The throughput chart on a canvas: a filled line, a dashed line and bars, so that they are told apart without colour. */

const HEIGHT = 190;
const SECOND_MS = 1000;
/** Of the font of the axes, generously. */
const DIGIT_PX = 7;

/** What the chart needs of its surroundings. */
export interface ChartOptions {
  readonly labels: { readonly accepted: string; readonly delivered: string; readonly refused: string };
  /** Told which point the pointer is at; null where at none. */
  readonly onpoint: (index: number | null) => void;
}

export interface Chart {
  draw(points: Points): void;
  destroy(): void;
}

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });

/** Draws into `place`, as wide as that is. Its colours are those of the moment; make it anew for another theme. */
export function createChart(place: HTMLElement, points: Points, { labels, onpoint }: ChartOptions): Chart {
  const tokens = getComputedStyle(place);
  const token = (name: string): string => tokens.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: token('--dim'),
    font: `11px ${token('--ui')}`,
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
  };
  const bars = uPlot.paths.bars?.({ size: [0.5, 6, 2] });
  const chart = new uPlot(
    {
      width: Math.max(1, place.clientWidth),
      height: HEIGHT,
      padding: [8, 6, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      // Never less than one message high: a single mail is no mountain and no flat line either.
      scales: { y: { range: (_self, _low, high) => [0, Math.max(4, Math.ceil(high * 1.1))] } },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          values: (_self, splits) => splits.map((s) => clock.format(s * SECOND_MS)),
        },
        {
          ...axis,
          // As wide as its longest number: 15,000 needs more than 10.
          size: (_self, values: readonly string[] | null) =>
            Math.max(36, ...(values ?? []).map((value) => value.length * DIGIT_PX + 12)),
          values: (_self, splits) => splits.map((value) => (Number.isInteger(value) ? formatCount(value) : '')),
        },
      ],
      series: [
        {},
        {
          ...{ label: labels.accepted, stroke: token('--chart-1'), fill: token('--chart-1-fill'), width: 2 },
          points: { show: false },
        },
        {
          ...{ label: labels.delivered, stroke: token('--chart-2'), width: 2, dash: [6, 4] },
          points: { show: false },
        },
        {
          ...{ label: labels.refused, stroke: token('--chart-3'), fill: token('--chart-3'), width: 0 },
          points: { show: false },
          ...(bars === undefined ? {} : { paths: bars }),
        },
      ],
      hooks: { setCursor: [({ cursor }) => onpoint(cursor.idx ?? null)] },
    },
    dataOf(points),
    place,
  );
  const observer = new ResizeObserver(() => chart.setSize({ width: Math.max(1, place.clientWidth), height: HEIGHT }));
  observer.observe(place);
  return {
    draw: (next) => chart.setData(dataOf(next)),
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

function dataOf({ startsMs, accepted, delivered, refused }: Points): uPlot.AlignedData {
  // A bar of no height would still draw its edge.
  const strokes = refused.map((count) => (count > 0 ? count : null));
  return [startsMs.map((ms) => ms / SECOND_MS), [...accepted], [...delivered], strokes];
}
