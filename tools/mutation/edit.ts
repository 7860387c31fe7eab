/** A change of a text: `put` stands in the place of what was from `from` to `to`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}
