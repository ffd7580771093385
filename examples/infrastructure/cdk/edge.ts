/** CloudFront in front of the API: it has the web ACL that an HTTP API cannot have, and sends the gateway a secret. */
import { Aws, RemovalPolicy } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
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
import { createEdgeLogsBucket } from "./edge-logs.ts";

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

interface EdgeOptions extends OptionValues {
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
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: createViewerAddress(scope, options) },
      ],
    },
    ...(options.edgeLogs
      ? {
          enableLogging: true,
          logBucket: createEdgeLogsBucket(scope, options),
          logFilePrefix: "cloudfront/",
          logIncludesCookies: false,
        }
      : {}),
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

/** The ingest believes it where the authorizer has seen CloudFront's secret. A header of the visitor is overwritten. */
const VIEWER_ADDRESS = `function handler(event) {
  event.request.headers["clickstream-viewer-address"] = { value: event.viewer.ip };
  return event.request;
}
`;

function createViewerAddress(scope: Construct, { environmentName }: EdgeOptions): Function {
  return new Function(scope, "ViewerAddress", {
    functionName: `${environmentName}-viewer-address-${Aws.REGION}`,
    comment: "Tells the ingest the visitor's address.",
    code: FunctionCode.fromInline(VIEWER_ADDRESS),
    runtime: FunctionRuntime.JS_2_0,
  });
}
