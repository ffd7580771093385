/** The web ACL limits each address, tells pages when to retry, and never reads a body. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseTemplate, resolveTemplate } from "./cloudformation.ts";

const YAML = parseTemplate(readFileSync("examples/infrastructure/waf.yaml", "utf8"));
const { Resources, Outputs } = resolveTemplate(YAML);

const metric = (MetricName: string) => ({
  CloudWatchMetricsEnabled: true,
  MetricName,
  SampledRequestsEnabled: false,
});

/** 429 and not WAF's own 403, after which pages only retry every few minutes. Its rules judge addresses, not bodies. */
test("answers 429 with a time to wait beyond 3000 requests in five minutes, and blocks AWS's list of bad addresses", () => {
  expect(Object.values(Resources)).toEqual([
    {
      Type: "AWS::WAFv2::WebACL",
      Properties: {
        Name: "clickstream-web-acl",
        Scope: "CLOUDFRONT",
        DefaultAction: { Allow: {} },
        VisibilityConfig: metric("clickstream-web-acl"),
        CustomResponseBodies: {
          "slow-down": {
            ContentType: "APPLICATION_JSON",
            Content: JSON.stringify({
              ok: false,
              code: "rate_limited",
              message: "Too many requests from this address. Send again later.",
            }),
          },
        },
        Rules: [
          {
            Name: "rate-by-address",
            Priority: 0,
            Statement: { RateBasedStatement: { Limit: 3_000, EvaluationWindowSec: 300, AggregateKeyType: "IP" } },
            Action: {
              Block: {
                CustomResponse: {
                  ResponseCode: 429,
                  CustomResponseBodyKey: "slow-down",
                  ResponseHeaders: [{ Name: "retry-after", Value: "300" }],
                },
              },
            },
            VisibilityConfig: metric("rate-by-address"),
          },
          {
            Name: "known-bad-addresses",
            Priority: 1,
            Statement: {
              ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesAmazonIpReputationList" },
            },
            OverrideAction: { None: {} },
            VisibilityConfig: metric("known-bad-addresses"),
          },
        ],
      },
    },
  ]);
});

test("takes another limit and another name, and outputs its ARN for the ingest's template", () => {
  const { WebAcl } = resolveTemplate(YAML, { Name: "my-acl", RequestsPerAddress: "500" }).Resources;

  expect(WebAcl?.Properties).toMatchObject({
    Name: "my-acl",
    VisibilityConfig: metric("my-acl"),
    Rules: [{ Statement: { RateBasedStatement: { Limit: 500 } } }, {}],
  });
  expect(Outputs).toEqual({ WebAclArn: { Value: "<AWS::WAFv2::WebACL clickstream-web-acl Arn>" } });
});
