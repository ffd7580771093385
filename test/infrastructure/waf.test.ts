/** The web ACL limits each address and each body, tells pages when to retry, and judges no text. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MAX_EVENT_BYTES, MAX_PREVIOUS_STREAMS } from "../../src/limits.ts";
import { parseTemplate, resolveTemplate } from "./cloudformation.ts";

const YAML = parseTemplate(readFileSync("examples/infrastructure/waf.yaml", "utf8"));
const { Resources, Outputs } = resolveTemplate(YAML);

const metric = (MetricName: string) => ({
  CloudWatchMetricsEnabled: true,
  MetricName,
  SampledRequestsEnabled: false,
});

/** 429 and not WAF's own 403, after which pages only retry every few minutes. Its rules judge addresses, not bodies. */
test("answers 429 beyond 3000 requests in five minutes, 413 beyond 64 KiB, and blocks AWS's list of bad addresses", () => {
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
          "too-large": {
            ContentType: "APPLICATION_JSON",
            Content: JSON.stringify({
              ok: false,
              code: "body_too_large",
              message: "The body is larger than 64 KiB. Send fewer events at a time.",
            }),
          },
        },
        // WAF gets 16 KB of a body by default, and 64 KB at most.
        // https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
        AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: "KB_64" } } },
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
            Name: "body-size",
            Priority: 1,
            Statement: {
              SizeConstraintStatement: {
                FieldToMatch: { Body: { OversizeHandling: "MATCH" } },
                ComparisonOperator: "GT",
                Size: 65_536,
                TextTransformations: [{ Priority: 0, Type: "NONE" }],
              },
            },
            Action: { Block: { CustomResponse: { ResponseCode: 413, CustomResponseBodyKey: "too-large" } } },
            VisibilityConfig: metric("body-size"),
          },
          {
            Name: "known-bad-addresses",
            Priority: 2,
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
    Rules: [{ Statement: { RateBasedStatement: { Limit: 500 } } }, {}, {}],
  });
  expect(Outputs).toEqual({ WebAclArn: { Value: "<AWS::WAFv2::WebACL clickstream-web-acl Arn>" } });
});

test("the largest event, with the reports of its page, is below the limit of the body", () => {
  const REPORT_BYTES = 1_024;

  expect(MAX_EVENT_BYTES + MAX_PREVIOUS_STREAMS * REPORT_BYTES).toBeLessThan(65_536);
});

test("logs what is blocked, without what may be secret, where it is asked to", () => {
  const { Log, Logging } = resolveTemplate(YAML, { Logs: "on", LogRetentionDays: "30" }).Resources;

  expect(Log?.Properties).toEqual({ LogGroupName: "aws-waf-logs-clickstream-web-acl", RetentionInDays: 30 });
  expect(Logging?.Properties).toEqual({
    ResourceArn: "<AWS::WAFv2::WebACL clickstream-web-acl Arn>",
    LogDestinationConfigs: [
      "arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<AWS::Logs::LogGroup aws-waf-logs-clickstream-web-acl>",
    ],
    LoggingFilter: {
      DefaultBehavior: "DROP",
      Filters: [
        {
          Behavior: "KEEP",
          Requirement: "MEETS_ANY",
          Conditions: [{ ActionCondition: { Action: "BLOCK" } }, { ActionCondition: { Action: "COUNT" } }],
        },
      ],
    },
    RedactedFields: [
      { QueryString: {} },
      { SingleHeader: { Name: "authorization" } },
      { SingleHeader: { Name: "cookie" } },
    ],
  });
});
