/** The loader as a Lambda function: reads its environment once, and handles each batch of messages. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createS3Source, createSourceClient } from "../../warehouse/sources/s3-source.ts";
import { createLoaderHandler } from "./handler.ts";
import { createDatabaseOpener } from "./open-database.ts";
import { createTelemetry } from "./telemetry.ts";

const {
  RAW_BUCKET_NAME: bucket = "",
  DATABASE_SECRET_ARN: secretArn = "",
  AWS_ENDPOINT_URL_S3: endpoint,
} = process.env;

async function readSecret(): Promise<string> {
  const { SecretString = "" } = await new SecretsManagerClient().send(
    new GetSecretValueCommand({ SecretId: secretArn }),
  );
  return SecretString;
}

export const handler = createLoaderHandler({
  source: createS3Source({ client: createSourceClient(endpoint), bucket }),
  bucket,
  openDatabase: createDatabaseOpener(process.env, readSecret),
  ...createTelemetry(),
});
