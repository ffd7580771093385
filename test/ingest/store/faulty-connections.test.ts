/** Connections as they are in the field: they hang, break, and die while the function is frozen. Each put still arrives. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import {
  createAwsSender,
  type AwsRequest,
  type SendToAws,
} from "../../../examples/ingest-lambda/src/store/aws-request.ts";

const IDENTITY = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "secret",
  sessionToken: undefined,
  region: "eu-west-1",
};
const STORED = { kind: "answered", status: 200, body: "" };

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function startS3(behaviour: RequestListener): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      behaviour(request, response);
    });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

const put = (port: number): AwsRequest => ({
  method: "PUT",
  url: `http://127.0.0.1:${String(port)}/bucket/events/1.json`,
  headers: {},
  body: "{}",
});

const error = (code: string): string => `<Error><Code>${code}</Code></Error>`;

test.each<readonly [string, (request: IncomingMessage, response: ServerResponse) => unknown]>([
  ["never answers", () => undefined],
  ["begins an answer and never ends it", (_request, response) => response.writeHead(200).write("<")],
  ["is reset", ({ socket }) => socket.resetAndDestroy()],
  ["is closed", ({ socket }) => socket.destroy()],
  ["waited too long for the body", (_request, response) => response.writeHead(400).end(error("RequestTimeout"))],
  ["lost a part of the body", (_request, response) => response.writeHead(400).end(error("IncompleteBody"))],
  ["meets another writer", (_request, response) => response.writeHead(409).end(error("OperationAborted"))],
  ["leads to a new bucket", (_request, response) => response.writeHead(307).end(error("TemporaryRedirect"))],
  ["fails inside", (_request, response) => response.writeHead(500).end(error("InternalError"))],
  ["is throttled by KMS", (_request, response) => response.writeHead(400).end(error("KMS.ThrottlingException"))],
])("a first attempt that %s leaves time for a second within a second and a half", async (_name, behaviour) => {
  let count = 0;
  const port = await startS3((request, response) => {
    count += 1;
    if (count === 1) behaviour(request, response);
    else response.end();
  });

  expect(await createAwsSender(IDENTITY, "s3")(put(port), 1_500)).toEqual(STORED);
  expect(count).toBe(2);
});

test.each([
  ["AccessDenied", 403],
  ["PermanentRedirect", 301],
  ["NoSuchBucket", 404],
])("%s is not tried again, since only an operator can fix it", async (code, status) => {
  let count = 0;
  const port = await startS3((_request, response) => {
    count += 1;
    response.writeHead(status).end(error(code));
  });

  expect(await createAwsSender(IDENTITY, "s3")(put(port), 1_500)).toMatchObject({ status });
  expect(count).toBe(1);
});

/** Passes bytes on, until the function is frozen: what is connected by then stays open and is dead. */
async function startRelay(target: number): Promise<{ readonly port: number; kill(): void; count(): number }> {
  const sockets: Socket[] = [];
  let opened = 0;
  const server = createTcpServer((socket) => {
    opened += 1;
    const other = connect(target, "127.0.0.1");
    sockets.push(socket, other);
    socket.pipe(other).pipe(socket);
    for (const each of [socket, other]) each.on("error", () => undefined);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: await listen(server),
    kill() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    count: () => opened,
  };
}

const DEAD = 16;

/** Opens 16 connections, since the server answers none before it has 16 requests. */
async function openConnections(send: SendToAws, port: number): Promise<void> {
  await Promise.all(Array.from({ length: DEAD }, () => send(put(port), 5_000)));
}

async function startSlowS3(): Promise<number> {
  let waiting: ServerResponse[] = [];
  return startS3((_request, response) => {
    waiting.push(response);
    if (waiting.length < DEAD) return;
    for (const each of waiting) each.end();
    waiting = [];
  });
}

test("16 connections that died while the function was frozen cost no attempt", async () => {
  const clock = { nowMs: 0 };
  const relay = await startRelay(await startSlowS3());
  const send = createAwsSender(IDENTITY, "s3", () => clock.nowMs);
  await openConnections(send, relay.port);
  relay.kill();
  clock.nowMs += 4_001;

  // Less time than the first attempt may take: a put over a dead connection could not be stored.
  const answers = await Promise.all(Array.from({ length: DEAD }, () => send(put(relay.port), 600)));

  expect(answers).toEqual(Array(DEAD).fill(STORED));
});

test("16 connections that died without a pause cost one attempt each, and not one after the other", async () => {
  const relay = await startRelay(await startSlowS3());
  const send = createAwsSender(IDENTITY, "s3");
  await openConnections(send, relay.port);
  relay.kill();

  const answers = await Promise.all(Array.from({ length: DEAD }, () => send(put(relay.port), 2_000)));

  expect(answers).toEqual(Array(DEAD).fill(STORED));
});

test("connections in use stay when others are closed", async () => {
  const clock = { nowMs: 0 };
  const finish: (() => void)[] = [];
  const port = await startS3((_request, response) => {
    finish.push(() => response.end());
    if (finish.length === 2) for (const end of finish) end();
  });
  const send = createAwsSender(IDENTITY, "s3", () => clock.nowMs);

  const first = send(put(port), 5_000);
  clock.nowMs += 60_000;
  const answers = await Promise.all([first, send(put(port), 5_000)]);

  expect(answers).toEqual([STORED, STORED]);
});

test("a clock that is an hour off is corrected by S3's own, once for all puts", async () => {
  const realMs = Date.parse("2026-11-24T08:00:00.000Z");
  const seen: string[] = [];
  const port = await startS3((request, response) => {
    const signedAt = String(request.headers["x-amz-date"]);
    seen.push(signedAt);
    response.setHeader("date", new Date(realMs).toUTCString());
    if (signedAt.startsWith("20261124T08")) response.end();
    else response.writeHead(403).end(error("SignatureDoesNotMatch"));
  });
  const send = createAwsSender(IDENTITY, "s3", () => realMs - 3_600_000);

  const together = await Promise.all([send(put(port), 3_000), send(put(port), 3_000)]);
  const later = await send(put(port), 3_000);

  expect([...together, later]).toEqual([STORED, STORED, STORED]);
  expect(seen.filter((at) => at.startsWith("20261124T07"))).toHaveLength(2);
  expect(seen).toHaveLength(5);
});

test("a signature that grew old while the function was frozen is made anew", async () => {
  const seen: string[] = [];
  const clock = { nowMs: Date.parse("2026-11-24T08:00:00.000Z") };
  const port = await startS3((request, response) => {
    seen.push(String(request.headers["x-amz-date"]));
    response.setHeader("date", "Tue, 24 Nov 2026 08:20:00 GMT");
    clock.nowMs = Date.parse("2026-11-24T08:20:00.000Z");
    if (seen.length === 1) response.writeHead(403).end(error("RequestTimeTooSkewed"));
    else response.end();
  });

  expect(await createAwsSender(IDENTITY, "s3", () => clock.nowMs)(put(port), 3_000)).toEqual(STORED);
  expect(seen).toEqual(["20261124T080000Z", "20261124T082000Z"]);
});
