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
    values: ["event", "batch", "firehose"],
    meaning:
      "One object for each event, one for each request, which is far fewer puts to pay, or the files of a Data Firehose stream (docs/storage.md).",
  },
  rawRetentionDays: {
    kind: "number",
    default: 400,
    min: 1,
    max: 36_500,
    meaning: "Raw events are deleted after this time.",
  },
  firehoseBufferSeconds: {
    kind: "number",
    default: 300,
    min: 0,
    max: 900,
    meaning:
      "With `StorageLayout=firehose`: how long Firehose collects events for a file, if they are less than 64 MB.",
  },
  kmsKeyArn: {
    kind: "text",
    default: "",
    pattern: "(arn:aws[a-z-]*:kms:.+:key/.+)?",
    meaning:
      "A key of your own that encrypts bucket and logs. Its policy must allow CloudWatch Logs of this region to use it.",
  },
} as const satisfies Readonly<Record<string, Option>>;
