/** The role's policy, put to use on a server that checks rights: moto, where it is installed. */
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestClient, hasMoto, startMoto, type S3Server } from "../support/s3-servers.ts";
import type { JsonObject } from "./cloudformation.ts";
import { resolveSam } from "./sam.ts";

const BUCKET = "my-events";
const at = (Key: string) => ({ Bucket: BUCKET, Key });

/** The policy as IAM would get it, with a name in the place of the reference. */
function readPutPolicy(): string {
  const roles = Object.values(resolveSam().Resources).filter(({ Type }) => Type === "AWS::IAM::Role");
  const policies = roles.flatMap(({ Properties }) => Properties["Policies"] as readonly JsonObject[]);
  const put = policies.find(({ PolicyName }) => PolicyName === "create-events");
  return JSON.stringify(put?.["PolicyDocument"]).replaceAll("<AWS::S3::Bucket Arn>", `arn:aws:s3:::${BUCKET}`);
}

/** Makes a user that has this policy and nothing else, by IAM's own API. */
async function createUser(endpoint: string, policy: string): Promise<S3Client> {
  const iam = new AwsClient({ accessKeyId: "root", secretAccessKey: "root", region: "us-east-1", service: "iam" });
  const call = async (parameters: Readonly<Record<string, string>>): Promise<string> => {
    const body = new URLSearchParams({ Version: "2010-05-08", UserName: "ingest", ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return (await iam.fetch(endpoint, { method: "POST", headers, body })).text();
  };
  await call({ Action: "CreateUser" });
  const answer = await call({ Action: "CreateAccessKey" });
  await call({ Action: "PutUserPolicy", PolicyName: "create-events", PolicyDocument: policy });
  const read = (name: string): string => new RegExp(`<${name}>(.+)</${name}>`).exec(answer)?.[1] ?? "";
  return new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: { accessKeyId: read("AccessKeyId"), secretAccessKey: read("SecretAccessKey") },
  });
}

describe.skipIf(!hasMoto())("on a server that checks rights, the role", () => {
  let server: S3Server;
  let ingest: S3Client;
  beforeAll(async () => {
    // The bucket, the user, its key and its policy; from the fifth call on, rights are checked.
    server = await startMoto(4);
    await createTestClient(server).send(new CreateBucketCommand({ Bucket: BUCKET }));
    ingest = await createUser(server.endpoint, readPutPolicy());
  }, 30_000);
  afterAll(() => server.stop());

  test("creates events", async () => {
    const put = new PutObjectCommand({ ...at("events/2026/11/24/event-1.json"), Body: "{}", IfNoneMatch: "*" });

    await expect(ingest.send(put)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  test.each([
    ["puts elsewhere", () => ingest.send(new PutObjectCommand({ ...at("other/event-1.json"), Body: "{}" }))],
    ["reads events", () => ingest.send(new GetObjectCommand(at("events/2026/11/24/event-1.json")))],
    ["deletes events", () => ingest.send(new DeleteObjectCommand(at("events/2026/11/24/event-1.json")))],
    ["lists the bucket", () => ingest.send(new ListObjectsV2Command({ Bucket: BUCKET }))],
    ["makes buckets", () => ingest.send(new CreateBucketCommand({ Bucket: "another" }))],
  ])("never %s", async (_what, act) => {
    await expect(act()).rejects.toMatchObject({ name: "AccessDenied" });
  });
});
