/** The options of where events are stored, and for how long. */
import type { Option } from "./option.ts";

export const STORAGE_OPTIONS = {
  bucketName: {
    kind: "text",
    default: "",
    pattern: "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?",
    meaning:
      "The bucket of raw events, if it is not to be `<EnvironmentName>-s3-ingest`. Bucket names are unique across all AWS accounts, so choose your own.",
  },
  storageLayout: {
    kind: "choice",
    default: "event",
    values: ["event", "batch"],
    meaning: "One object for each event, or one for each request, which is far fewer puts to pay (docs/storage.md).",
  },
  rawRetentionDays: {
    kind: "number",
    default: 400,
    min: 1,
    max: 36_500,
    meaning: "Raw events are deleted after this time.",
  },
} as const satisfies Readonly<Record<string, Option>>;
