/** What an option of the ingest on AWS can be. */

interface Described {
  /** Sentences for the template and the docs: what it does, and why to change it. */
  readonly meaning: string;
}

/** `pattern` is a regular expression for the whole text, in the common part of JavaScript's and CloudFormation's. */
export interface TextOption extends Described {
  readonly kind: "text";
  readonly default: string;
  readonly pattern: string;
}

/** `pattern` is for each member. Without a default the list has to be given. */
export interface ListOption extends Described {
  readonly kind: "list";
  readonly default: readonly string[] | undefined;
  readonly pattern: string;
}

export interface NumberOption extends Described {
  readonly kind: "number";
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

export interface ChoiceOption extends Described {
  readonly kind: "choice";
  readonly default: string | number;
  readonly values: readonly (string | number)[];
}

/** `on` or `off` in the SAM template, a boolean in the CDK. */
export interface SwitchOption extends Described {
  readonly kind: "switch";
  readonly default: boolean;
}

export type Option = TextOption | ListOption | NumberOption | ChoiceOption | SwitchOption;

/** The ARN of a resource of this service, or nothing. */
export const arnOf = (service: string): string => `(arn:aws[a-z-]*:${service}:.+)?`;

export const HOST = String.raw`[a-z0-9-]+(\.[a-z0-9-]+)+`;
