/**
 * The CDK app: one stack with the ingest, told by context what to make. A start, to be copied into an app of your own.
 *
 * `cdk deploy --app "node examples/infrastructure/cdk/app.ts" -c allowedOrigins=https://shop.example`
 */
import { App, CfnParameter, SecretValue, Stack } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { ClickstreamIngest } from "./clickstream-ingest.ts";

const app = new App();
const stack = new Stack(app, read("stackName") ?? "clickstream");

function read(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function readList(name: string): readonly string[] {
  return (read(name) ?? "").split(",").filter((part) => part !== "");
}

/** Context ends up in the template for all to read, so secrets come as parameters: `--parameters ApiKeys=...`. */
function askForSecret(name: string): SecretValue {
  return SecretValue.cfnParameter(new CfnParameter(stack, name, { type: "String", noEcho: true, minLength: 16 }));
}

const bucketName = read("bucketName");
const alarmTopicArn = read("alarmTopicArn");
const jwtIssuer = read("jwtIssuer");
const webAclArn = read("webAclArn");

new ClickstreamIngest(stack, "Ingest", {
  allowedOrigins: readList("allowedOrigins"),
  ...(bucketName === undefined ? {} : { bucketName }),
  ...(alarmTopicArn === undefined ? {} : { alarmTopic: Topic.fromTopicArn(stack, "AlarmTopic", alarmTopicArn) }),
  ...(jwtIssuer === undefined ? {} : { jwt: { issuer: jwtIssuer, audience: readList("jwtAudience") } }),
  ...(read("apiKeys") === "true" ? { apiKeys: askForSecret("ApiKeys") } : {}),
  ...(read("edge") === "true"
    ? { edge: { originSecret: askForSecret("OriginSecret"), ...(webAclArn === undefined ? {} : { webAclArn }) } }
    : {}),
});
