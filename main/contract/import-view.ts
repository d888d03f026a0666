/** What an export of another mail server would become here, before anything is changed. */

export type ImportSection = 'receiveConnectors' | 'sendConnectors' | 'acceptedDomains';

export interface ImportedEntry {
  readonly section: ImportSection;
  readonly name: string;
  /** `replaces` one that is there; `leaves` what is there because the export lacks what it needs. */
  readonly outcome: 'creates' | 'replaces' | 'leaves';
  /** One sentence: what it will be, or why it cannot be. */
  readonly sentence: string;
  /** What of it cannot be carried over, a sentence each. */
  readonly losses: readonly string[];
}

export interface ImportReview {
  /** What wrote the file. */
  readonly format: string;
  readonly entries: readonly ImportedEntry[];
  /** What concerns the file as a whole. */
  readonly notes: readonly string[];
  /** The JSON merge patch that carries it over; null where nothing can be. */
  readonly patch: Readonly<Record<string, unknown>> | null;
}
