/** A domain name of one's own for the API, without CloudFront. */
import { CfnApiMapping, DomainName, SecurityPolicy, type HttpApi, type IHttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import type { Construct } from "constructs";
import type { OptionValues } from "../options/options.ts";

interface DomainOptions extends Pick<OptionValues, "domainName" | "certificateArn"> {
  readonly api: HttpApi;
  readonly stage: IHttpStage;
}

/** Returns the name that a record of the domain has to point at. */
export function createDomain(scope: Construct, { domainName, certificateArn, api, stage }: DomainOptions): string {
  const domain = new DomainName(scope, "DomainName", {
    domainName,
    certificate: Certificate.fromCertificateArn(scope, "Certificate", certificateArn),
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  const mapping = new CfnApiMapping(scope, "DomainMapping", {
    apiId: api.apiId,
    domainName: domain.name,
    stage: stage.stageName,
  });
  mapping.node.addDependency(stage);
  return domain.regionalDomainName;
}
