/** S3 servers on this machine for tests: fauxqs in this process, and moto where it is installed. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { FastifyInstance } from "fastify";
import { buildApp } from "fauxqs";
import { vi } from "vitest";
import { decodeObject } from "../../examples/warehouse/sources/object-text.ts";

export const BUCKET = "clickstream-s3-ingest";

export interface S3Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface Fauxqs extends S3Server {
  /** The next put is done, but its answer never arrives. */
  loseNextAnswer(): void;
}

/** fauxqs takes no notice of `If-None-Match`, so the rule is put in front of it, with S3's own answer. */
export async function startFauxqs(): Promise<Fauxqs> {
  // Its types name Fastify in a way that does not resolve.
  const app = buildApp({ logger: false }) as FastifyInstance;
  const taken = new Set<string>();
  const answers = { toLose: 0 };
  app.addHook("preHandler", (request, reply, done) => {
    const isCreate = request.method === "PUT" && request.headers["if-none-match"] === "*";
    const { pathname } = new URL(request.url, "http://s3");
    if (isCreate && taken.has(pathname)) {
      const xml = "<Error><Code>PreconditionFailed</Code><Message>The key is taken</Message></Error>";
      reply.status(412).type("application/xml").send(xml);
      return;
    }
    if (isCreate) taken.add(pathname);
    done();
  });
  app.addHook("onSend", (request, _reply, _payload, done) => {
    if (request.method === "PUT" && answers.toLose > 0) {
      answers.toLose -= 1;
      request.raw.socket.destroy();
    }
    done();
  });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    endpoint,
    stop: () => app.close(),
    loseNextAnswer() {
      answers.toLose += 1;
    },
  };
}

export function hasMoto(): boolean {
  return spawnSync("sh", ["-c", "command -v moto_server"]).status === 0;
}

/** After `openCalls` calls the server checks keys and secrets. https://docs.getmoto.org/en/latest/docs/iam.html */
export async function startMoto(openCalls = Infinity): Promise<S3Server> {
  const port = await findFreePort();
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const env =
    openCalls === Infinity ? process.env : { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: String(openCalls) };
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { env, stdio: "ignore" });
  await vi.waitFor(() => fetch(`${endpoint}/moto-api/`), { timeout: 20_000, interval: 100 });
  return {
    endpoint,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill();
      await once(server, "exit");
    },
  };
}

export interface ClientOptions {
  readonly endpoint: string;
  readonly accessKeyId?: string;
}

export function createTestClient({ endpoint, accessKeyId = "test" }: ClientOptions): S3Client {
  const credentials = { accessKeyId, secretAccessKey: "test" };
  return new S3Client({ endpoint, forcePathStyle: true, region: "us-east-1", credentials });
}

export async function createBucket(client: S3Client): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
}

export async function readObject(client: S3Client, key: string): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return Body && decodeObject(await Body.transformToByteArray());
}

export async function listKeys(client: S3Client): Promise<readonly (string | undefined)[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => Key);
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
