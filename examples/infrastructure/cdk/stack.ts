/** A stack with the ingest, configured by CDK context. Copy it into your own app as a start. */
import { CfnOutput, Stack, type App } from "aws-cdk-lib";
import { isOptionName, readOption, type GivenOptions } from "../options/parse-options.ts";
import { ClickstreamIngest, type ClickstreamIngestProps } from "./clickstream-ingest.ts";

/** Every option can be given: `-c allowedOrigins=https://shop.example -c idCookie=on`. @throws TypeError as the construct does */
export function createStack(app: App, code: Pick<ClickstreamIngestProps, "code" | "authorizerCode"> = {}): Stack {
  const { stackName = "clickstream", ...context } = readContext(app);
  const given = Object.entries(context).map(([name, value]): readonly [string, unknown] => [
    name,
    isOptionName(name) ? readOption(name, value) : value,
  ]);

  const stack = new Stack(app, String(stackName));
  // What is missing or unknown among them, the construct says.
  const options = Object.fromEntries<unknown>(given) as GivenOptions;
  const ingest = new ClickstreamIngest(stack, "Ingest", { ...code, ...options });
  new CfnOutput(stack, "Endpoint", { value: ingest.endpoint });
  new CfnOutput(stack, "Bucket", { value: ingest.bucket.bucketName });
  if (ingest.domainTarget !== undefined) new CfnOutput(stack, "DomainTarget", { value: ingest.domainTarget });
  return stack;
}

/** Without the CDK's own settings, all of which have a colon in their names. */
function readContext(app: App): Readonly<Record<string, unknown>> {
  const all = app.node.getAllContext() as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.includes(":")));
}
