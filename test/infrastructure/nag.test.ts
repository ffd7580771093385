/** Gives a reason for each finding of cdk-nag, which many platform teams run before they sign off. */
import { App, Stack } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, test } from "vitest";
import { createClickstreamLoader } from "../../examples/infrastructure/cdk/loader.ts";
import { CHOICES, createTestStack } from "./choices.ts";

/** By rule, without the logical id of a resource: why it stays. */
const ACCEPTED: Readonly<Record<string, string>> = {
  "AwsSolutions-APIG4": "Pages send events before anybody has signed in. `Restrict` demands a key or a token.",
  "AwsSolutions-S1":
    "Only the function writes, and it logs each request. Who reads is the site's to log, by CloudTrail.",
  "AwsSolutions-IAM5[/events/*]":
    "The brief's own rule: the ingest may put objects below `events/`, and the loader may read them.",
  "AwsSolutions-IAM5[/errors/*]": "Firehose chooses the names of what it could not deliver.",
  "AwsSolutions-IAM5[*]": "X-Ray has no resources that a statement could name.",
  "AwsSolutions-SMG4": "CloudFront and the authorizer have to change together: `OriginSecretKey` does it in two steps.",
  "AwsSolutions-CFR1": "A shop's visitors travel.",
  "AwsSolutions-CFR2": "`WebAclArn` adds the web ACL of waf.yaml.",
  "AwsSolutions-CFR3": "`EdgeLogs` adds them. They have the visitors' addresses, so a site has to choose them.",
  "AwsSolutions-CFR4": "CloudFront's own domain name allows old TLS. `EdgeDomainName` demands TLS 1.2.",
};

function createLoaderStack(): Stack {
  const stack = new Stack(new App(), "loader");
  const databaseSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-a1B2c3";
  createClickstreamLoader(stack, "Loader", { databaseSecretArn, code: Code.fromInline("exports.handler = () => 0;") });
  return stack;
}

function findViolations(): readonly string[] {
  const stacks = [...CHOICES.map(({ options }) => createTestStack(options)), createLoaderStack()];
  const rules = stacks.flatMap((stack) =>
    new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName),
  );
  return [...new Set(rules.map((rule) => rule.replace(/\[Resource::.*?((?:\/\w+\/)?\*)\]/, "[$1]")))];
}

test("every finding of cdk-nag has its reason, and no reason is left without a finding", { timeout: 60_000 }, () => {
  expect(findViolations().toSorted()).toEqual(Object.keys(ACCEPTED).toSorted());
});
