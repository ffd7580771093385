/** The web ACL makes a page wait, and never takes an event for an attack. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseTemplate, resolveTemplate, type JsonObject } from "./cloudformation.ts";

const acl = resolveTemplate(parseTemplate(readFileSync("examples/infrastructure/waf.yaml", "utf8"))).Resources[
  "WebAcl"
];
const rules = acl?.Properties["Rules"] as readonly JsonObject[];

test("answers 429 with a time to wait, since a page holds its events for minutes on WAF's own 403", () => {
  expect(acl?.Properties).toMatchObject({ Scope: "CLOUDFRONT", DefaultAction: { Allow: {} } });
  expect(rules[0]).toMatchObject({
    Statement: { RateBasedStatement: { Limit: 3000, EvaluationWindowSec: 300, AggregateKeyType: "IP" } },
    Action: {
      Block: {
        CustomResponse: { ResponseCode: 429, ResponseHeaders: [{ Name: "retry-after", Value: "300" }] },
      },
    },
  });
});

test("judges by addresses and never by what is in a body", () => {
  const groups = rules.slice(1).map(({ Statement }) => Statement);

  expect(groups).toEqual([
    { ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesAmazonIpReputationList" } },
  ]);
});
