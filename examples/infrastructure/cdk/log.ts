/** A log group that keeps its lines as long as the options say, and is deleted with the stack. */
import { RemovalPolicy } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

export interface LogOptions extends Pick<OptionValues, "logRetentionDays"> {
  /** @default AWS encrypts with a key of its own */
  readonly key?: IKey | undefined;
}

const RETENTION: Readonly<Record<LogOptions["logRetentionDays"], RetentionDays>> = {
  1: RetentionDays.ONE_DAY,
  3: RetentionDays.THREE_DAYS,
  5: RetentionDays.FIVE_DAYS,
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  60: RetentionDays.TWO_MONTHS,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
};

/** `id` is the name within the template, `name` that of the log group. */
export function createLog(
  scope: Construct,
  id: string,
  { name, ...options }: LogOptions & { readonly name: string },
): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: name,
    retention: RETENTION[options.logRetentionDays],
    removalPolicy: RemovalPolicy.DESTROY,
    ...(options.key === undefined ? {} : { encryptionKey: options.key }),
  });
}
