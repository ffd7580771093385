/** CloudFront in front of the API: it has the web ACL that an HTTP API cannot have, and sends the gateway a secret. */
import { RemovalPolicy } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

export type OriginSecret = Secret;

export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/** Secrets Manager makes it, so that nobody has to know it. */
export function createOriginSecret(scope: Construct): OriginSecret {
  return new Secret(scope, "OriginSecret", {
    description: "What CloudFront sends to the gateway, so that nobody can bypass it.",
    generateSecretString: {
      secretStringTemplate: "{}",
      generateStringKey: "current",
      passwordLength: 40,
      excludePunctuation: true,
    },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

interface EdgeOptions extends Pick<
  OptionValues,
  "originSecretKey" | "webAclArn" | "edgeDomainName" | "edgeCertificateArn"
> {
  readonly api: HttpApi;
  readonly originSecret: OriginSecret;
}

export function createEdge(scope: Construct, options: EdgeOptions): Distribution {
  const { api, originSecret, originSecretKey, webAclArn, edgeDomainName, edgeCertificateArn } = options;
  return new Distribution(scope, "Edge", {
    comment: "clickstream",
    defaultBehavior: {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${api.env.region}.amazonaws.com`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        // A reference: CloudFormation puts the secret in its place, and the template does not show it.
        customHeaders: { [ORIGIN_SECRET_HEADER]: originSecret.secretValueFromJson(originSecretKey).unsafeUnwrap() },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway only answers requests with its own host name.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      compress: false,
    },
    ...(webAclArn === "" ? {} : { webAclId: webAclArn }),
    ...(edgeDomainName === ""
      ? {}
      : {
          domainNames: [edgeDomainName],
          certificate: Certificate.fromCertificateArn(scope, "EdgeCertificate", edgeCertificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
  });
}
