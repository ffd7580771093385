/** A gateway on a free port for tests, with the real ingest behind it and its files in a folder of its own. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";
import { createHandler } from "../../examples/ingest-lambda/src/handler.ts";
import { chooseStore } from "../../examples/demo/storage/choose-store.ts";
import { startGateway, type GatewayOptions } from "../../examples/demo/gateway/gateway.ts";
import { parseStored, type StoredEvent } from "./test-ingest.ts";

export interface TestGateway {
  readonly url: string;
  post(body: string | Uint8Array<ArrayBuffer>, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Paths of the stored files below the bucket. */
  files(): Promise<readonly string[]>;
  events(): Promise<readonly StoredEvent[]>;
  accessLog(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The gateway is closed and its folder removed when the test ends. */
export async function startTestGateway(options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  const root = await mkdtemp(join(tmpdir(), "clickstream-"));
  const accessLog = join(root, "logs", "access.log");
  const { store, where } = chooseStore({}, root);
  const handler = createHandler({ store, log: () => undefined });
  const gateway = await startGateway({ port: 0, handler, accessLog, ...options });
  onTestFinished(async () => {
    await gateway.close();
    await rm(root, { recursive: true });
  });

  async function files(): Promise<readonly string[]> {
    const paths = await readdir(where, { recursive: true }).catch(() => []);
    return paths.filter((path) => basename(path).startsWith("event-"));
  }
  return {
    url: gateway.url,
    files,
    post: (body, headers = { "content-type": "application/json" }) =>
      fetch(`${gateway.url}/clickstream`, { method: "POST", headers, body }),
    events: async () =>
      Promise.all((await files()).map(async (file) => parseStored(await readFile(join(where, file), "utf8")))),
    async accessLog() {
      const lines = (await readFile(accessLog, "utf8")).trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    },
  };
}
