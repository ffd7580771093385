/** Lists everything that a template allows anybody, wherever a template can say so. Pure. */
import type { Json, JsonObject, Resource, ResolvedTemplate } from "./cloudformation.ts";

interface Statement {
  readonly Effect: string;
  readonly Principal?: Json;
  readonly Action: Json;
  readonly Resource?: Json;
}

/** One line for each action on each resource: `s3:PutObject on <bucket Arn>/events/*`. */
export function listGrants({ Resources }: ResolvedTemplate): readonly string[] {
  return Object.values(Resources).flatMap(grantsOf).sort();
}

function grantsOf({ Type, Properties }: Resource): readonly string[] {
  switch (Type) {
    case "AWS::IAM::Role":
      return [
        ...listOf(Properties["ManagedPolicyArns"]).map((arn) => `everything in ${String(arn)}`),
        ...listOf(Properties["Policies"]).flatMap((policy) => allowedBy((policy as JsonObject)["PolicyDocument"])),
      ];
    case "AWS::IAM::Policy":
    case "AWS::IAM::ManagedPolicy":
    case "AWS::IAM::RolePolicy":
    case "AWS::S3::BucketPolicy":
    case "AWS::Lambda::Permission":
      return Type === "AWS::Lambda::Permission" ? [invocation(Properties)] : allowedBy(Properties["PolicyDocument"]);
    case "AWS::Serverless::Function":
      // Without a role SAM makes one, and puts into it what it thinks that a function needs.
      return [
        ...(Properties["Role"] === undefined ? ["whatever SAM grants a function without a role"] : []),
        ...listOf(Properties["Policies"]).map((policy) => `what SAM makes of ${JSON.stringify(policy)}`),
      ];
    default:
      return [];
  }
}

function allowedBy(document: Json | undefined): readonly string[] {
  const statements = listOf((document as JsonObject | undefined)?.["Statement"]) as readonly unknown[];
  return (statements as readonly Statement[])
    .filter(({ Effect }) => Effect !== "Deny")
    .flatMap(({ Action, Resource, Principal }) =>
      listOf(Action ?? "everything but some actions").flatMap((action) =>
        listOf(Resource ?? "everything but some resources").map((resource) => {
          const whom = Principal === undefined ? "" : ` for ${JSON.stringify(Principal)}`;
          return `${String(action)} on ${String(resource)}${whom}`;
        }),
      ),
    );
}

function invocation({ Action, FunctionName, Principal, SourceArn }: JsonObject): string {
  return `${String(Action)} on ${String(FunctionName)} for ${String(Principal)} from ${String(SourceArn ?? "anywhere")}`;
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
