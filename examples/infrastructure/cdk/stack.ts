/** A stack with the ingest, configured by CDK context. Copy it into your own app as a start. */
import { CfnOutput, CfnParameter, SecretValue, Stack, type App } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { ClickstreamIngest } from "./clickstream-ingest.ts";
import type { ClickstreamIngestProps } from "./options.ts";

/** Too long to guess, and without characters that need escaping in a URL. */
const SECRETS = "[A-Za-z0-9_-]{16,}(,[A-Za-z0-9_-]{16,})*";

/** @throws TypeError for `allowedOrigins` that are missing or have something else than an origin */
export function createStack(app: App, code: Pick<ClickstreamIngestProps, "code" | "authorizerCode"> = {}): Stack {
  const read = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const readList = (name: string): readonly string[] => (read(name) ?? "").split(",").filter((part) => part !== "");
  const stack = new Stack(app, read("stackName") ?? "clickstream");

  /** Context is readable in the template, so secrets are parameters: `--parameters ApiKeys=...`. */
  const addSecretParameter = (name: string): SecretValue =>
    SecretValue.cfnParameter(new CfnParameter(stack, name, { noEcho: true, allowedPattern: SECRETS }));

  const bucketName = read("bucketName");
  const topicArn = read("alarmTopicArn");
  const issuer = read("jwtIssuer");
  const webAclArn = read("webAclArn");
  const ingest = new ClickstreamIngest(stack, "Ingest", {
    ...code,
    allowedOrigins: readList("allowedOrigins"),
    ...(bucketName === undefined ? {} : { bucketName }),
    ...(topicArn === undefined ? {} : { alarmTopic: Topic.fromTopicArn(stack, "AlarmTopic", topicArn) }),
    ...(issuer === undefined ? {} : { jwt: { issuer, audience: readList("jwtAudience") } }),
    ...(read("apiKeys") === "true" ? { apiKeys: addSecretParameter("ApiKeys") } : {}),
    ...(read("edge") === "true"
      ? {
          edge: { originSecret: addSecretParameter("OriginSecret"), ...(webAclArn === undefined ? {} : { webAclArn }) },
        }
      : {}),
  });
  new CfnOutput(stack, "Endpoint", { value: ingest.endpoint });
  new CfnOutput(stack, "Bucket", { value: ingest.bucket.bucketName });
  return stack;
}
