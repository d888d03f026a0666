import { compile } from '../config/compile.ts';
import type { CheckReport } from '../config/configuration.ts';
import type { Snapshot } from '../config/snapshot.ts';
import type { DeviceCard } from '../contract/session-view.ts';
import type { ChangeImpact } from '../contract/tester-view.ts';
import { assessChange } from '../tester/impact.ts';
import type { Replayer } from '../tester/replayer.ts';

/** What a change of the configuration changes for checks and devices, told beside the change and never in its way. */
export interface ChangePreview {
  /** Of a draft; null where it is not valid, or where this could not be found out. */
  ofDraft(before: Snapshot, draft: CheckReport): Promise<ChangeImpact | null>;
  /** Of a change that is made; null where this could not be found out. */
  between(before: Snapshot, after: Snapshot): Promise<ChangeImpact | null>;
}

export interface ChangePreviewParts {
  readonly replayer: Replayer;
  /** Least recently seen first. */
  readonly devices: () => readonly DeviceCard[];
  readonly onError: (error: unknown) => void;
}

export function createChangePreview({ replayer, devices, onError }: ChangePreviewParts): ChangePreview {
  const guarded = async (assess: () => Promise<ChangeImpact>): Promise<ChangeImpact | null> => {
    try {
      return await assess();
    } catch (error) {
      onError(error);
      return null;
    }
  };
  return {
    ofDraft: async (before, { document }) =>
      document === null
        ? null
        : guarded(() =>
            assessChange({ replayer, before, after: compile(document, before.revision + 1), devices: devices() }),
          ),
    between: (before, after) => guarded(() => assessChange({ replayer, before, after, devices: devices() })),
  };
}
