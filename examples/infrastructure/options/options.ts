/** The options of the ingest on AWS: the one list that SAM template, CDK construct and docs/deploy.md are made from. */
import { ACCESS_OPTIONS } from "./access.ts";
import { ENTRANCE_OPTIONS } from "./entrance.ts";
import { OPERATION_OPTIONS } from "./operation.ts";
import type { Option } from "./option.ts";
import { STORAGE_OPTIONS } from "./storage.ts";

/** By name in the CDK. In the SAM template the same name begins with a capital letter. */
export const OPTIONS = { ...ACCESS_OPTIONS, ...STORAGE_OPTIONS, ...ENTRANCE_OPTIONS, ...OPERATION_OPTIONS };

/** In the order of the docs. */
export const OPTION_GROUPS: Readonly<Record<string, Readonly<Record<string, Option>>>> = {
  "Who may send": ACCESS_OPTIONS,
  "Where events are stored": STORAGE_OPTIONS,
  "In front of the function": ENTRANCE_OPTIONS,
  "Names, logs and alarms": OPERATION_OPTIONS,
};

export type OptionName = keyof typeof OPTIONS;

type ValueOf<One extends Option> = One extends { readonly kind: "choice" }
  ? One["values"][number]
  : {
      readonly text: string;
      readonly list: readonly string[];
      readonly number: number;
      readonly switch: boolean;
    }[Exclude<One["kind"], "choice">];

/** A value for each option. */
export type OptionValues = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };

export function toParameterName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
