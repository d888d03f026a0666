import type { Attachment } from 'svelte/attachments';

/**
 * Makes the elements marked `data-stop` inside a list one tab stop that moves by the arrow keys, Home and End. Buttons
 * inside an element marked `data-along` follow it: they are tab stops while their line is the one that is looked at.
 */

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

type Stop = HTMLElement | SVGElement;

function target(key: string, at: number, count: number): number | null {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : Math.min(Math.max(at + step, 0), count - 1);
}

export const roving: Attachment<HTMLElement | SVGElement> = (list) => {
  const stops = (): readonly Stop[] => [...list.querySelectorAll<Stop>('[data-stop]')];
  const only = (chosen: Stop): void => {
    for (const stop of stops()) stop.setAttribute('tabindex', stop === chosen ? '0' : '-1');
    for (const along of list.querySelectorAll('[data-along]')) {
      const isHere = along.parentElement?.contains(chosen) === true;
      for (const button of along.querySelectorAll('button')) button.tabIndex = isHere ? 0 : -1;
    }
  };
  const settle = (): void => {
    const all = stops();
    const chosen = all.find((stop) => stop.getAttribute('tabindex') === '0') ?? all[0];
    if (chosen !== undefined) only(chosen);
  };
  const focused = ({ target: element }: Event): void => {
    if (!(element instanceof Element)) return;
    const line = element.closest('[data-along]')?.parentElement ?? null;
    const stop = line === null ? element.closest<Stop>('[data-stop]') : line.querySelector<Stop>('[data-stop]');
    if (stop !== null) only(stop);
  };
  const moved = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = stops();
    const at = all.findIndex((stop) => stop === document.activeElement);
    const next = at < 0 ? null : target(event.key, at, all.length);
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  };
  list.addEventListener('focusin', focused);
  list.addEventListener('keydown', moved);
  // Lines come and go with the filter and with the configuration.
  const observer = new MutationObserver(settle);
  observer.observe(list, { childList: true, subtree: true });
  settle();
  return () => {
    observer.disconnect();
    list.removeEventListener('focusin', focused);
    list.removeEventListener('keydown', moved);
  };
};
