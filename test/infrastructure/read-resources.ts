/** Reads the resources of one of the two templates, without what only SAM or only CDK says. */
import { resolveBoth, type Choice, DEFAULTS } from "./choices.ts";
import { standardType, type Resource } from "./cloudformation.ts";

export const TEMPLATES = ["SAM", "CDK"] as const;

/** What only SAM or only CDK says: where the code is, and names that a template gives to its own parts. */
const INCIDENTAL = ["Code", "CodeUri"];
const INCIDENTAL_ID = /^(?:api|percent|expr_1|clickstreamIngestEdgeOrigin\w+)$/;

function withoutIncidentals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIncidentals);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) => !INCIDENTAL.includes(name) && !(/Id$/.test(name) && INCIDENTAL_ID.test(String(part))),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutIncidentals(part)]));
}

export interface ResourceReader {
  list(type: string, choice: Choice): readonly Resource[];
  /** The one resource of its type, or the one that has this name among its properties. */
  only(type: string, choice?: Choice, name?: string): Resource;
  propertiesOf(type: string, choice?: Choice, name?: string): unknown;
  countTypes(choice: Choice): Readonly<Record<string, number>>;
}

export function createReader(template: (typeof TEMPLATES)[number]): ResourceReader {
  const list = (type: string, choice: Choice): readonly Resource[] =>
    Object.values(resolveBoth(choice)[template].Resources).filter(({ Type }) => standardType(Type) === type);

  const only = (type: string, choice = DEFAULTS, name = ""): Resource => {
    const [resource, ...more] = list(type, choice).filter(({ Properties }) =>
      Object.values(Properties).some((value) => name === "" || value === name),
    );
    if (!resource || more.length > 0) throw new Error(`There is not one ${type} ${name}`);
    return resource;
  };
  const propertiesOf = (...args: Parameters<typeof only>): unknown => withoutIncidentals(only(...args).Properties);

  const countTypes = (choice: Choice): Readonly<Record<string, number>> => {
    const all = Object.values(resolveBoth(choice)[template].Resources);
    const groups = Object.groupBy(all, ({ Type }) => standardType(Type));
    return Object.fromEntries(Object.entries(groups).map(([type, group]) => [type, group?.length ?? 0]));
  };
  return { list, only, propertiesOf, countTypes };
}

/** A policy document with one statement that allows. */
export function policy(statement: object): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}

export function writeOwnLog(name: string): object {
  const actions = { Action: ["logs:CreateLogStream", "logs:PutLogEvents"] };
  return {
    PolicyName: "write-own-log",
    PolicyDocument: policy({ ...actions, Resource: `<AWS::Logs::LogGroup ${name} Arn>` }),
  };
}
