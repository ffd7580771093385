/** Random mutants that no test can notice, since nothing that anybody sees changes. */

export interface EquivalentMutant {
  readonly file: string;
  /** The code before and after, as the sampler prints it. */
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

export const EQUIVALENT: readonly EquivalentMutant[] = [
  {
    file: "examples/ingest-lambda/src/store/firehose-answer.ts",
    before: "[]",
    after: '["x"]',
    reason: "a text is no outcome of a record, and counts like one that is missing",
  },
];
