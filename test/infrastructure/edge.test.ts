/** CloudFront in front of the API: caches nothing, and is the only way in. */
import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { EVERYTHING, resolveBoth, WITH_EDGE, WITH_KEYS } from "./choices.ts";
import { createReader, TEMPLATES } from "./read-resources.ts";

const API = "<AWS::ApiGatewayV2::Api my-shop-http-api>";

const VIEWER_ADDRESS = "my-shop-viewer-address-<AWS::Region>";

describe.each(TEMPLATES)("CloudFront in the template of %s", { timeout: 60_000 }, (template) => {
  const { list, only, propertiesOf } = createReader(template);

  test("makes the secret of CloudFront by chance, and deletes it with the stack", () => {
    expect(only("AWS::SecretsManager::Secret", WITH_EDGE)).toMatchObject({
      DeletionPolicy: "Delete",
      UpdateReplacePolicy: "Delete",
      Properties: {
        GenerateSecretString: {
          SecretStringTemplate: "{}",
          GenerateStringKey: "current",
          PasswordLength: 40,
          ExcludePunctuation: true,
        },
      },
    });
  });

  test("has a CloudFront that caches nothing, speaks TLS 1.2 only, passes all but the host, and sends the secret by reference", () => {
    expect(propertiesOf("AWS::CloudFront::Distribution", EVERYTHING)).toEqual({
      DistributionConfig: {
        Comment: "clickstream",
        Enabled: true,
        HttpVersion: "http2",
        IPV6Enabled: true,
        Aliases: ["events.shop.example"],
        ViewerCertificate: {
          AcmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
          MinimumProtocolVersion: "TLSv1.2_2021",
          SslSupportMethod: "sni-only",
        },
        WebACLId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/clickstream/1",
        Logging: { Bucket: "<AWS::S3::Bucket RegionalDomainName>", IncludeCookies: false, Prefix: "cloudfront/" },
        DefaultCacheBehavior: {
          FunctionAssociations: [
            { EventType: "viewer-request", FunctionARN: `<AWS::CloudFront::Function ${VIEWER_ADDRESS} FunctionARN>` },
          ],
          ViewerProtocolPolicy: "https-only",
          AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
          // CachingDisabled and AllViewerExceptHostHeader, as AWS lists them:
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
          // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
          CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
          OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
          Compress: false,
        },
        Origins: [
          {
            DomainName: `${API}.execute-api.<AWS::Region>.amazonaws.com`,
            CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] },
            OriginCustomHeaders: [
              {
                HeaderName: "x-origin-secret",
                // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
                HeaderValue: "{{resolve:secretsmanager:<AWS::SecretsManager::Secret>:SecretString:next::}}",
              },
            ],
          },
        ],
      },
    });
  });

  test.each([
    { choice: WITH_KEYS, sources: ["$request.querystring.key"], secrets: ["API_KEYS_SECRET_ID"] },
    { choice: WITH_EDGE, sources: ["$request.header.x-origin-secret"], secrets: ["ORIGIN_SECRET_ID"] },
  ])("closes POST /clickstream to whoever does not send $sources, $choice.name", ({ choice, sources, secrets }) => {
    const authorizer = only("AWS::Lambda::Function", choice, "clickstream-lambda-authorizer");
    const { Variables } = authorizer.Properties["Environment"] as { readonly Variables: object };

    expect(propertiesOf("AWS::ApiGatewayV2::Route", choice)).toMatchObject({ AuthorizationType: "CUSTOM" });
    expect(propertiesOf("AWS::ApiGatewayV2::Authorizer", choice)).toMatchObject({ IdentitySource: sources });
    expect(Object.keys(Variables)).toEqual(secrets);
  });

  test("has a CloudFront under its own name and without a web ACL where neither is given", () => {
    const { DistributionConfig } = only("AWS::CloudFront::Distribution", WITH_EDGE).Properties;
    const { Outputs } = resolveBoth(WITH_EDGE)[template];

    expect(DistributionConfig).toMatchObject({ DefaultCacheBehavior: { ViewerProtocolPolicy: "https-only" } });
    for (const name of ["Aliases", "ViewerCertificate", "WebACLId", "Logging"]) {
      expect(DistributionConfig).not.toHaveProperty(name);
    }
    expect(Outputs["Endpoint"]).toMatchObject({
      Value: "https://<AWS::CloudFront::Distribution DomainName>/clickstream",
    });
  });

  test("overwrites what a visitor sends as its address", () => {
    const { Properties } = only("AWS::CloudFront::Function", EVERYTHING);
    const code = String(Properties["FunctionCode"]);
    const handle = new Script(`${code}; handler`).runInNewContext() as (event: object) => unknown;
    const headers = { "clickstream-viewer-address": { value: "10.0.0.1" }, origin: { value: "https://shop.example" } };

    expect(Properties).toMatchObject({
      Name: VIEWER_ADDRESS,
      AutoPublish: true,
      FunctionConfig: { Runtime: "cloudfront-js-2.0" },
    });
    expect(handle({ request: { headers, uri: "/clickstream" }, viewer: { ip: "203.0.113.7" } })).toEqual({
      uri: "/clickstream",
      headers: { "clickstream-viewer-address": { value: "203.0.113.7" }, origin: { value: "https://shop.example" } },
    });
  });

  test("keeps its logs in a private bucket that CloudFront may write to, as long as other logs", () => {
    const bucket = only("AWS::S3::Bucket", EVERYTHING, "my-shop-edge-logs-<AWS::AccountId>");

    expect(bucket.DeletionPolicy).toBe("Retain");
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      // Without ACLs CloudFront can't deliver.
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] },
      LifecycleConfiguration: { Rules: [{ Status: "Enabled", ExpirationInDays: 30 }] },
    });
    expect(list("AWS::S3::Bucket", WITH_EDGE)).toHaveLength(1);
  });
});
