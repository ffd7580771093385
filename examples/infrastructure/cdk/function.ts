/** A Lambda function with its own log group and role, which has no permissions except those named here. */
import type { Duration } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
  type Code,
} from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { createLog, type LogOptions } from "./log.ts";

interface FunctionOptions extends LogOptions {
  readonly functionName: string;
  readonly code: Code;
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Its permissions have to allow it. @default false */
  readonly isTraced?: boolean;
  /** By policy name, in addition to writing its own log. */
  readonly permissions: Readonly<Record<string, PolicyStatement>>;
}

export function createFunction(scope: Construct, id: string, options: FunctionOptions): Function {
  const { functionName, code, timeout, memorySize, reservedConcurrency, environment } = options;
  const logGroup = createLog(scope, `${id}Log`, { ...options, name: `/aws/lambda/${functionName}` });
  const role = new Role(scope, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: wrapEach({
      ...options.permissions,
      "write-own-log": new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    }),
  });
  return new Function(scope, id, {
    functionName,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code,
    // The CDK would add permissions for traces by itself.
    role: role.withoutPolicyUpdates(),
    timeout,
    memorySize,
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    environment,
    ...(options.isTraced === true ? { tracing: Tracing.ACTIVE } : {}),
    logGroup,
    // At INFO, the start, end and report of each request would be most of the log. WARN keeps the failures.
    loggingFormat: LoggingFormat.JSON,
    systemLogLevelV2: SystemLogLevel.WARN,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
  });
}

function wrapEach(statements: Readonly<Record<string, PolicyStatement>>): Record<string, PolicyDocument> {
  return Object.fromEntries(
    Object.entries(statements).map(([name, statement]) => [name, new PolicyDocument({ statements: [statement] })]),
  );
}
