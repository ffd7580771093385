/** Checks the options that somebody gave, one by one and together, and completes them with the defaults. Pure. */
import type { Option } from "./option.ts";
import { OPTIONS, type OptionName, type OptionValues } from "./options.ts";

/** What somebody gives: only the origins have no default. */
export type GivenOptions = Partial<OptionValues> & Pick<OptionValues, "allowedOrigins">;

/** @throws TypeError for an option that is unknown, has no possible value, or does not go with another one */
export function parseOptions(given: GivenOptions): OptionValues {
  const unknown = Object.keys(given).find((name) => !isOptionName(name));
  if (unknown !== undefined) throw new TypeError(`clickstream: there is no option "${unknown}"${suggest(unknown)}`);

  const all: readonly (readonly [string, Option])[] = Object.entries(OPTIONS);
  const values = Object.fromEntries(
    all.map(([name, option]) => {
      const { [name as OptionName]: value = option.default } = given;
      return [name, checkValue(name, option, value)];
    }),
  ) as unknown as OptionValues;
  for (const { isBroken, message } of RULES) if (isBroken(values)) throw new TypeError(`clickstream: ${message}`);
  return values;
}

/**
 * Reads an option from text, as CDK context and CloudFormation's parameters have it: `on` and `off`, lists with commas.
 * What is no value of the option stays as it is, so that `parseOptions` can name it.
 */
export function readOption(name: OptionName, value: unknown): unknown {
  if (typeof value !== "string") return value;
  const option: Option = OPTIONS[name];
  switch (option.kind) {
    case "switch":
      return value === "on" || (value === "off" ? false : value);
    case "list":
      return value.split(",").filter((member) => member !== "");
    case "number":
      return value.trim() === "" ? value : Number(value);
    case "choice":
      return option.values.find((one) => String(one) === value) ?? value;
    case "text":
      return value;
  }
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The template has these rules, too, with the same names. */
interface Rule {
  readonly name: string;
  readonly message: string;
  readonly isBroken: (values: OptionValues) => boolean;
}

export const RULES: readonly Rule[] = [
  {
    name: "JwtNeedsAnAudience",
    message: "jwtIssuer and jwtAudience need each other: without an audience, tokens of any app would be accepted",
    isBroken: ({ jwtIssuer, jwtAudience }) => (jwtIssuer === "") !== (jwtAudience.length === 0),
  },
  {
    name: "RestrictToTokenNeedsAnIssuer",
    message: 'restrict "token" needs jwtIssuer',
    isBroken: ({ restrict, jwtIssuer }) => restrict === "token" && jwtIssuer === "",
  },
  {
    name: "RestrictToTokenIsWithoutEdge",
    message:
      'restrict "token" is not possible with edge: a route has one authorizer, and that of edge checks its secret',
    isBroken: ({ restrict, edge }) => restrict === "token" && edge,
  },
  {
    name: "RestrictToKeyNeedsKeys",
    message: 'restrict "key" and apiKeysSecretArn need each other',
    isBroken: ({ restrict, apiKeysSecretArn }) => (restrict === "key") !== (apiKeysSecretArn !== ""),
  },
  {
    name: "EdgeOptionsNeedEdge",
    message: "webAclArn, edgeDomainName and edgeLogs need edge",
    isBroken: ({ edge, webAclArn, edgeDomainName, edgeLogs }) =>
      !edge && (webAclArn !== "" || edgeDomainName !== "" || edgeLogs),
  },
  {
    name: "EdgeDomainNeedsACertificate",
    message: "edgeDomainName and edgeCertificateArn need each other",
    isBroken: ({ edgeDomainName, edgeCertificateArn }) => (edgeDomainName === "") !== (edgeCertificateArn === ""),
  },
  {
    name: "EdgeLogsShowNoKeys",
    message: "edgeLogs would show API keys, since CloudFront logs queries: take another apiKeySource",
    isBroken: ({ edgeLogs, restrict, apiKeySource }) =>
      edgeLogs && restrict === "key" && apiKeySource === "$request.querystring.key",
  },
  {
    name: "DomainNeedsACertificate",
    message: "domainName and certificateArn need each other",
    isBroken: ({ domainName, certificateArn }) => (domainName === "") !== (certificateArn === ""),
  },
  {
    name: "DomainIsWithoutEdge",
    message: "domainName is that of the API, with edge it is edgeDomainName",
    isBroken: ({ domainName, edge }) => edge && domainName !== "",
  },
  {
    name: "BudgetNeedsSomebodyToTell",
    message: "dailyBudgetUsd and monthlyBudgetUsd need budgetEmail or alarmTopicArn",
    isBroken: ({ dailyBudgetUsd, monthlyBudgetUsd, budgetEmail, alarmTopicArn }) =>
      dailyBudgetUsd + monthlyBudgetUsd > 0 && budgetEmail === "" && alarmTopicArn === "",
  },
];

function checkValue(name: string, option: Option, value: unknown): unknown {
  const expected = findExpectation(option, value);
  if (expected === undefined) return value;
  throw new TypeError(
    `clickstream: ${name} is ${value === undefined ? "missing" : JSON.stringify(value)}, expected ${expected}`,
  );
}

/** Returns what the value should have been, or `undefined` where it is right. */
function findExpectation(option: Option, value: unknown): string | undefined {
  switch (option.kind) {
    case "switch":
      return typeof value === "boolean" ? undefined : "true or false";
    case "choice":
      return option.values.some((one) => one === value) ? undefined : `one of ${option.values.join(", ")}`;
    case "number": {
      const isInRange = Number.isInteger(value) && Number(value) >= option.min && Number(value) <= option.max;
      return isInRange ? undefined : `a whole number from ${String(option.min)} to ${String(option.max)}`;
    }
    case "text":
      return isLike(option.pattern, value) ? undefined : `text like ${option.pattern}`;
    case "list": {
      const isListed = Array.isArray(value) && (value.length > 0 || option.default !== undefined);
      return isListed && value.every((member) => isLike(option.pattern, member))
        ? undefined
        : `a list of texts like ${option.pattern}`;
    }
  }
}

/** CloudFormation, too, matches the whole text. */
function isLike(pattern: string, value: unknown): boolean {
  return typeof value === "string" && new RegExp(`^(?:${pattern})$`).test(value);
}

/** Most unknown options are misspelled, or written as a parameter of the template. */
function suggest(unknown: string): string {
  const start = unknown.slice(0, 5).toLowerCase();
  const similar = Object.keys(OPTIONS).find((name) => name.toLowerCase().startsWith(start));
  return similar === undefined ? "" : `, did you mean "${similar}"?`;
}
