/** Made at build by scripts/licences.mjs. */
declare module 'virtual:licences' {
  export interface Licence {
    readonly name: string;
    readonly version: string;
    /** `MIT` */
    readonly licence: string;
    readonly text: string;
  }
  export const licences: readonly Licence[];
}
