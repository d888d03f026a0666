import type { en } from './en/index.ts';

/** The shape of a table of texts, whatever their wording: what a translation has to have. */
export type Translation<Text> = Text extends string
  ? string
  : Text extends (...input: infer Input) => infer Said
    ? (...input: Input) => Translation<Said>
    : { readonly [Key in keyof Text]: Translation<Text[Key]> };

export type Messages = Translation<typeof en>;
