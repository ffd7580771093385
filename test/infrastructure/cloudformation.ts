/** Reads a CloudFormation template as the service would: with parameters given, conditions decided, functions applied. */
import { parse, type ScalarTag, type CollectionTag } from "yaml";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

export interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject;
  readonly [attribute: string]: Json;
}

/** A rule of the template, and whether the parameters keep it. */
export interface CheckedRule {
  readonly name: string;
  readonly isKept: boolean;
}

/** `{ "Resources": ... }` without a condition, a parameter or a function left. A reference reads `<type name>`. */
export interface ResolvedTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: JsonObject;
  readonly Rules: readonly CheckedRule[];
}

const SHORT_FORMS = [
  "Ref",
  "Condition",
  "Sub",
  "GetAtt",
  "Join",
  "Select",
  "Split",
  "If",
  "Not",
  "And",
  "Or",
  "Equals",
];

/** Reads YAML whose `!Sub` and the like become `{ "Fn::Sub": ... }`, as in a template in JSON. */
export function parseTemplate(yaml: string): JsonObject {
  const customTags = SHORT_FORMS.flatMap((name): (ScalarTag | CollectionTag)[] => {
    const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
    const wrap = (value: unknown): Json => ({ [key]: value as Json });
    return [
      { tag: `!${name}`, resolve: wrap },
      { tag: `!${name}`, collection: "seq", resolve: (node) => wrap(node.toJSON()) },
      { tag: `!${name}`, collection: "map", resolve: (node) => wrap(node.toJSON()) },
    ];
  });
  return parse(yaml, { customTags }) as JsonObject;
}

/** @throws Error for a function that this does not know: what is not read must not pass for read */
export function resolveTemplate(template: JsonObject, given: Readonly<Record<string, string>> = {}): ResolvedTemplate {
  const {
    Parameters = {},
    Conditions = {},
    Resources = {},
    Outputs = {},
    Rules = {},
  } = template as Readonly<Record<string, JsonObject>>;
  const all = Resources as Readonly<Record<string, Resource>>;

  function refer(id: string, attribute?: string): Json {
    if (id.startsWith("AWS::")) return id === "AWS::StackName" ? "clickstream" : `<${id}>`;
    const parameter = Parameters[id] as JsonObject | undefined;
    if (parameter) return readParameter(parameter, given[id]);
    const resource = all[id];
    if (!resource) throw new Error(`Nothing is called ${id}`);
    return `<${label(resource)}${attribute === undefined ? "" : ` ${attribute}`}>`;
  }

  /** What the resource is, whatever a template calls it: its type, and the name that tells it from others of that type. */
  function label({ Type, Properties }: Resource): string {
    const naming = ["FunctionName", "LogGroupName", "RouteKey", "Name"].find((name) => name in Properties);
    const policies = resolve(Properties["Policies"] ?? []) as readonly JsonObject[];
    const name = naming ? resolve(Properties[naming] ?? "") : policies.map(({ PolicyName }) => PolicyName).join("+");
    return `${standardType(Type)} ${String(name)}`.trim();
  }

  function decide(condition: Json): boolean {
    const value = resolve(condition);
    if (typeof value !== "boolean") throw new Error(`Not a condition: ${JSON.stringify(condition)}`);
    return value;
  }

  function resolve(value: Json): Json {
    if (typeof value !== "object" || value === null) return value;
    if (isList(value)) return value.map(resolve).filter(isThere);
    const [key = "", argument = null] = Object.entries(value)[0] ?? [];
    if (Object.keys(value).length === 1 && (key === "Ref" || key.startsWith("Fn::") || isCondition(value))) {
      return apply(key, argument);
    }
    const entries = Object.entries(value).map(([name, part]) => [name, resolve(part)] as const);
    return Object.fromEntries(entries.filter(([, part]) => isThere(part)));
  }

  function isCondition(value: JsonObject): boolean {
    return typeof value["Condition"] === "string" && value["Condition"] in Conditions;
  }

  function apply(key: string, argument: Json): Json {
    const list = isList(argument) ? argument : [argument];
    const [first = null, second = null, third = null] = list;
    switch (key) {
      case "Ref":
        return refer(String(argument));
      case "Condition":
        return decide(Conditions[String(argument)] ?? null);
      case "Fn::GetAtt": {
        const [id = "", ...attribute] = isList(argument) ? argument.map(String) : String(argument).split(".");
        return refer(id, attribute.join("."));
      }
      case "Fn::Sub":
        return String(argument).replaceAll(/\$\{([\w:]+)(?:\.(\w+))?\}/g, (_, id: string, attribute?: string) =>
          String(refer(id, attribute)),
        );
      case "Fn::Join":
        return (resolve(second) as readonly Json[]).join(String(first));
      case "Fn::Split":
        return String(resolve(second)).split(String(first));
      case "Fn::Select":
        return (resolve(second) as readonly Json[])[Number(first)] ?? null;
      case "Fn::If":
        return resolve((decide({ Condition: first }) ? second : third) ?? null);
      case "Fn::Equals":
        return String(resolve(first)) === String(resolve(second));
      case "Fn::Not":
        return !decide(first);
      case "Fn::And":
        return list.every(decide);
      case "Fn::Or":
        return list.some(decide);
      case "Fn::Contains":
        return (resolve(first) as readonly Json[]).includes(resolve(second ?? ""));
      default:
        throw new Error(`${key} is not known here`);
    }
  }

  const kept = Object.entries(all).filter(([, { Condition }]) => Condition === undefined || decide({ Condition }));
  return {
    Resources: Object.fromEntries(
      kept.map(([id, resource]) => [id, expandSam(resolve(omit(resource, ["Condition", "Metadata"])) as Resource)]),
    ),
    Outputs: resolve(Outputs) as JsonObject,
    Rules: Object.entries(Rules).map(([name, rule]) => ({ name, isKept: isKept(rule as unknown as Rule) })),
  };

  function isKept({ RuleCondition, Assertions }: Rule): boolean {
    const isAsked = RuleCondition === undefined || decide(RuleCondition);
    return !isAsked || Assertions.every(({ Assert }) => decide(Assert));
  }
}

interface Rule {
  /** Without one the rule always holds, as that of the CDK about its bootstrap. */
  readonly RuleCondition?: Json;
  readonly Assertions: readonly { readonly Assert: Json }[];
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
function expandSam(resource: Resource): Resource {
  const { Tracing, ...properties } = resource.Properties;
  if (resource.Type !== "AWS::Serverless::Function" || Tracing === undefined) return resource;
  return { ...resource, Properties: { ...properties, TracingConfig: { Mode: Tracing } } };
}

export function standardType(type: string): string {
  return type.replace("AWS::Serverless::", "AWS::Lambda::");
}

function readParameter({ Type, Default = null }: JsonObject, given: string | undefined): Json {
  const value = given ?? Default;
  if (value === null) throw new Error("A parameter without a default is not given");
  if (Type === "CommaDelimitedList") return String(value).split(",");
  return Type === "Number" ? Number(value) : value;
}

function omit(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** `AWS::NoValue` takes away the property or the member that it stands for. */
function isThere(value: Json): boolean {
  return value !== "<AWS::NoValue>";
}
