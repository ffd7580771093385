/** Requests to AWS: signed as another implementation signs them, sent again where that may help, and over in time. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AwsV4Signer } from "aws4fetch";
import { expect, onTestFinished, test } from "vitest";
import {
  createAwsSender,
  readAwsIdentity,
  type AwsRequest,
} from "../../../examples/ingest-lambda/src/store/aws-request.ts";

const IDENTITY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token", region: "eu-west-1" };
const BODY = '{"ä":1}';

async function startServer(behaviour: RequestListener, bodies: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      behaviour(request, response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const put = (url: string): AwsRequest => ({
  method: "PUT",
  url: `${url}/bucket/events/2026/11/24/event-1.json`,
  headers: { "content-type": "application/json", "if-none-match": "*" },
  body: BODY,
});

test.each(["s3", "firehose"] as const)("are signed for %s as another implementation signs them", async (service) => {
  const seen: IncomingHttpHeaders[] = [];
  const url = await startServer((request, response) => {
    seen.push(request.headers);
    response.end();
  });

  await createAwsSender(IDENTITY, service)(put(url), 5_000);

  const [headers = {}] = seen;
  const isSigned = (name: string): boolean =>
    /SignedHeaders=([^,]+)/
      .exec(headers.authorization ?? "")?.[1]
      ?.split(";")
      .includes(name) ?? false;
  const names = Object.keys(headers).filter((name) => isSigned(name) && name !== "host" && name !== "x-amz-date");
  const signer = new AwsV4Signer({
    ...put(url),
    ...IDENTITY,
    service,
    headers: names.map((name) => [name, String(headers[name])] as [string, string]),
    datetime: String(headers["x-amz-date"]),
    allHeaders: true,
  });
  const { headers: expected } = await signer.sign();
  expect(names).toContain("if-none-match");
  expect(headers.authorization).toBe(expected.get("authorization"));
});

test("carry their body as it is", async () => {
  const bodies: string[] = [];
  const url = await startServer((_request, response) => response.end(), bodies);

  await createAwsSender(IDENTITY, "s3")(put(url), 5_000);

  expect(bodies).toEqual([BODY]);
});

test("share a connection, since each new one costs a handshake", async () => {
  const sockets = new Set<unknown>();
  const url = await startServer((request, response) => {
    sockets.add(request.socket);
    response.end();
  });
  const send = createAwsSender(IDENTITY, "s3");

  for (let count = 0; count < 3; count += 1) await send(put(url), 5_000);

  expect(sockets.size).toBe(1);
});

test.each([200, 400, 403, 404, 412])("are sent once when the answer is %i", async (status) => {
  let count = 0;
  const url = await startServer((_request, response) => {
    count += 1;
    response.writeHead(status).end("body");
  });

  const answer = await createAwsSender(IDENTITY, "s3")(put(url), 5_000);

  expect(answer).toEqual({ kind: "answered", status, body: "body" });
  expect(count).toBe(1);
});

test.each([500, 503, 429])("are sent again after a %i, and return the last answer", async (status) => {
  let count = 0;
  const url = await startServer((_request, response) => {
    count += 1;
    response.writeHead(count < 3 ? status : 200).end("done");
  });

  const answer = await createAwsSender(IDENTITY, "s3")(put(url), 5_000);

  expect(answer).toEqual({ kind: "answered", status: 200, body: "done" });
});

test("are sent again after a connection that was closed while the function was frozen", async () => {
  let count = 0;
  const url = await startServer((request, response) => {
    count += 1;
    if (count === 2) request.socket.destroy();
    else response.end();
  });
  const send = createAwsSender(IDENTITY, "s3");

  const answers = [await send(put(url), 5_000), await send(put(url), 5_000)];

  expect(answers.map((answer) => answer.kind)).toEqual(["answered", "answered"]);
  expect(count).toBe(3);
});

test("end after three attempts with the last answer", async () => {
  let count = 0;
  const url = await startServer((_request, response) => {
    count += 1;
    response.writeHead(503).end(String(count));
  });

  expect(await createAwsSender(IDENTITY, "s3")(put(url), 5_000)).toEqual({ kind: "answered", status: 503, body: "3" });
  expect(count).toBe(3);
});

test("end when their time is over, although the server never answers", async () => {
  const url = await startServer(() => undefined);

  expect(await createAwsSender(IDENTITY, "s3")(put(url), 100)).toEqual({ kind: "unanswered", code: "TimeoutError" });
}, 5_000);

test("end when their time is over, although the answer never ends", async () => {
  const url = await startServer((_request, response) => void response.writeHead(500).write("<Error>"));

  expect(await createAwsSender(IDENTITY, "s3")(put(url), 100)).toEqual({ kind: "unanswered", code: "TimeoutError" });
}, 5_000);

test("return the code of a network failure", async () => {
  expect(await createAwsSender(IDENTITY, "s3")(put("http://127.0.0.1:1"), 2_000)).toEqual({
    kind: "unanswered",
    code: "ECONNREFUSED",
  });
});

test("take the keys of the function's role from its environment", () => {
  const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_SESSION_TOKEN: "c", AWS_REGION: "eu-west-1" };

  expect(readAwsIdentity(env)).toEqual({
    accessKeyId: "a",
    secretAccessKey: "b",
    sessionToken: "c",
    region: "eu-west-1",
  });
  expect(readAwsIdentity({ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" })).toEqual({
    accessKeyId: "a",
    secretAccessKey: "b",
    sessionToken: undefined,
    region: "us-east-1",
  });
  expect(readAwsIdentity({ AWS_ACCESS_KEY_ID: "a" })).toBeUndefined();
  expect(readAwsIdentity({ AWS_SECRET_ACCESS_KEY: "b" })).toBeUndefined();
});
