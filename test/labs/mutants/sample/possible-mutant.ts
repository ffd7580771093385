/** A change of the source that can be made: which file, where, and what is there instead. */
export interface PossibleMutant {
  readonly file: string;
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
