import type { AlertItem, AlertNotice } from '../../main/contract/alert-view.ts';

const none = { items: [], more: 0 };

/** An alert of which only what a test gives is of interest. */
export function aNotice(changes: Partial<AlertNotice> = {}): AlertNotice {
  return {
    ...{ id: 'n1', atMs: 1_800_000_000_000, kind: 'alert', title: 'Something needs you.' },
    ...{ problems: none, recovered: none, failures: none, figures: null },
    ...changes,
  };
}

export function anItem(key: string, changes: Partial<AlertItem> = {}): AlertItem {
  return {
    key,
    kind: 'notice',
    text: `${key} is wrong.`,
    action: `Mend ${key}.`,
    sinceMs: 1_799_999_000_000,
    ...changes,
  };
}
