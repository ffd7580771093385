/** The options of what is in front of the function: the gateway's limits, CloudFront. */
import { arnOf, HOST, type Option } from "./option.ts";

export const ENTRANCE_OPTIONS = {
  rateLimit: {
    kind: "number",
    default: 500,
    min: 1,
    max: 100_000,
    meaning: "Requests per second, beyond which the gateway answers 429. A page sends at most one a second.",
  },
  burstLimit: {
    kind: "number",
    default: 1_000,
    min: 1,
    max: 100_000,
    meaning: "How many requests may come at the same moment.",
  },
  domainName: {
    kind: "text",
    default: "",
    pattern: `(${HOST})?`,
    meaning:
      "A domain name of your own for the API, without CloudFront. Point it at the stack's output `DomainTarget`.",
  },
  certificateArn: {
    kind: "text",
    default: "",
    pattern: arnOf("acm"),
    meaning: "The certificate of that domain name, in the stack's region.",
  },
  edge: {
    kind: "switch",
    default: false,
    meaning: "Adds CloudFront in front of the API, which then refuses requests that bypass it.",
  },
  originSecretKey: {
    kind: "text",
    default: "current",
    pattern: "[a-z0-9]+",
    meaning: "Which member of the origin's secret CloudFront sends. Another one exchanges the secret.",
  },
  webAclArn: {
    kind: "text",
    default: "",
    pattern: arnOf("wafv2:us-east-1"),
    meaning: "The web ACL of CloudFront, such as that of waf.yaml. It is in us-east-1.",
  },
  edgeDomainName: {
    kind: "text",
    default: "",
    pattern: `(${HOST})?`,
    meaning: "A domain name of your own for CloudFront.",
  },
  edgeCertificateArn: {
    kind: "text",
    default: "",
    pattern: arnOf("acm:us-east-1"),
    meaning: "The certificate of that domain name, in us-east-1.",
  },
  edgeLogs: {
    kind: "switch",
    default: false,
    meaning: "CloudFront logs every request into a bucket of its own, for `LogRetentionDays`.",
  },
} as const satisfies Readonly<Record<string, Option>>;
