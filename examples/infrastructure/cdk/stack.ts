/** One stack with the ingest, told by context what to make. A start, to be copied into an app of your own. */
import { CfnOutput, CfnParameter, SecretValue, Stack, type App } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { ClickstreamIngest } from "./clickstream-ingest.ts";
import type { ClickstreamIngestProps } from "./options.ts";

/** Long enough not to be guessed, and nothing that would have to be escaped in a URL. */
const SECRETS = "[A-Za-z0-9_-]{16,}(,[A-Za-z0-9_-]{16,})*";

/** @throws TypeError for `allowedOrigins` that are missing or are none */
export function createStack(app: App, code: Pick<ClickstreamIngestProps, "code" | "authorizerCode"> = {}): Stack {
  const read = (name: string): string | undefined => {
    const value: unknown = app.node.tryGetContext(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const readList = (name: string): readonly string[] => (read(name) ?? "").split(",").filter((part) => part !== "");
  const stack = new Stack(app, read("stackName") ?? "clickstream");

  /** Context ends up in the template for all to read, so secrets come by `--parameters ApiKeys=...`. */
  const askForSecret = (name: string): SecretValue =>
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
    ...(read("apiKeys") === "true" ? { apiKeys: askForSecret("ApiKeys") } : {}),
    ...(read("edge") === "true"
      ? { edge: { originSecret: askForSecret("OriginSecret"), ...(webAclArn === undefined ? {} : { webAclArn }) } }
      : {}),
  });
  new CfnOutput(stack, "Endpoint", { value: ingest.endpoint });
  new CfnOutput(stack, "Bucket", { value: ingest.bucket.bucketName });
  return stack;
}
