/** CloudFront in front of the API: it has the web ACL that an HTTP API cannot have, and sends the gateway a secret. */
import { Fn } from "aws-cdk-lib";
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
import type { Construct } from "constructs";
import { ORIGIN_SECRET_HEADER } from "./authorizers.ts";
import type { EdgeOptions } from "./options.ts";

export function createEdge(
  scope: Construct,
  api: HttpApi,
  { originSecret, webAclArn, domain }: EdgeOptions,
): Distribution {
  return new Distribution(scope, "Edge", {
    comment: "clickstream",
    defaultBehavior: {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${api.env.region}.amazonaws.com`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        // While the secret is being replaced there are two, and the first is the new one.
        customHeaders: { [ORIGIN_SECRET_HEADER]: Fn.select(0, Fn.split(",", originSecret.unsafeUnwrap())) },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway only answers requests with its own host name.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      compress: false,
    },
    ...(webAclArn === undefined ? {} : { webAclId: webAclArn }),
    ...(domain === undefined
      ? {}
      : {
          domainNames: [domain.name],
          certificate: Certificate.fromCertificateArn(scope, "EdgeCertificate", domain.certificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
  });
}
