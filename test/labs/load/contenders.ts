/** Who takes part, each as a deployed function would be: with its own client, its log, and its layout. */
import { S3Client } from "@aws-sdk/client-s3";
import { createHandler } from "../../../examples/ingest-lambda/src/handler.ts";
import { readStore } from "../../../examples/ingest-lambda/src/settings.ts";
import { createLogReport, createMetricReport } from "../../../examples/ingest-lambda/src/answer/telemetry.ts";
import type { LambdaHandler } from "../../../examples/demo/gateway/integration.ts";
import { createWorkshopHandler } from "./workshop-handler.ts";

export interface Contender {
  readonly id: string;
  readonly name: string;
  readonly eventsARequest: number;
  create(endpoint: string): LambdaHandler;
}

const BUCKET = "clickstream-s3-ingest";
const KEYS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "us-east-1" };

function createOurs(endpoint: string, layout: "event" | "batch"): LambdaHandler {
  const env = { ...KEYS, RAW_BUCKET_NAME: BUCKET, AWS_ENDPOINT_URL_S3: endpoint, STORAGE_LAYOUT: layout };
  const reports = [createLogReport(), createMetricReport()];
  return createHandler({ store: readStore(env), log: (entry) => reports.forEach((report) => report(entry)) });
}

function createWorkshop(endpoint: string): LambdaHandler {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new S3Client({ endpoint, forcePathStyle: true, region: "us-east-1", credentials });
  return createWorkshopHandler(client, BUCKET);
}

export const CONTENDERS: readonly Contender[] = [
  { id: "workshop", name: "workshop handler, 1 event a request", eventsARequest: 1, create: createWorkshop },
  { id: "one", name: "this ingest, 1 event a request", eventsARequest: 1, create: (url) => createOurs(url, "event") },
  {
    id: "event",
    name: "this ingest, 20 a request, one object an event",
    eventsARequest: 20,
    create: (url) => createOurs(url, "event"),
  },
  {
    id: "batch",
    name: "this ingest, 20 a request, one object a batch",
    eventsARequest: 20,
    create: (url) => createOurs(url, "batch"),
  },
];
