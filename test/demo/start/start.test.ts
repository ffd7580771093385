/** `npm start`, as it runs in a terminal. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, expect, test, vi } from "vitest";
import { openTestStream } from "./test-stream.ts";

const START = fileURLToPath(new URL("../../../examples/demo/start.ts", import.meta.url));
const UP_WITHIN = { timeout: 15_000, interval: 50 };

interface Run {
  readonly process: ChildProcess;
  readonly folder: string;
  output(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<unknown>;
}

/** Runs in a folder of its own, and is ended with the test. */
async function run(env: Readonly<Record<string, string>>): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
  const process = spawn(globalThis.process.execPath, [START, "--no-open"], {
    cwd: folder,
    env: { ...globalThis.process.env, ...env },
  });
  let output = "";
  process.stdout.on("data", (chunk) => (output += String(chunk)));
  process.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = once(process, "close").then(([code]) => code as unknown);
  onTestFinished(async () => {
    process.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  return { process, folder, ended, output: () => output };
}

/** Waits until the line is there and returns its address. */
async function readAddress({ output }: Run, name: string): Promise<string> {
  const line = new RegExp(`${name} +(http://127\\.0\\.0\\.1:\\d+/\\w*)`);
  return vi.waitFor(() => {
    const address = line.exec(output())?.[1];
    if (address === undefined) throw new Error(`No address of ${name} in: ${output()}`);
    return address;
  }, UP_WITHIN);
}

test("prints its addresses, serves, stores what is posted, and shows it live", { timeout: 30_000 }, async () => {
  const started = await run({ PORT: "0", INGEST_PORT: "0" });
  const shopUrl = await readAddress(started, "Shop");
  const stream = await openTestStream(await readAddress(started, "Live"));

  expect((await fetch(shopUrl)).status).toBe(200);
  const body = JSON.stringify({ event_name: "page_view" });
  expect((await fetch(await readAddress(started, "Ingest"), { method: "POST", body })).status).toBe(200);

  await vi.waitFor(() => {
    expect(stream.rows).toHaveLength(1);
  });
  const files = await readdir(join(started.folder, ".clickstream"), { recursive: true });
  expect(files).toContain("access.log");
  expect(files).toContain(join("clickstream-s3-ingest", stream.rows[0]?.key ?? ""));
});

test.each(["SIGINT", "SIGTERM"] as const)("ends cleanly at %s, even while a live page is open", async (signal) => {
  const started = await run({ PORT: "0", INGEST_PORT: "0" });
  await openTestStream(await readAddress(started, "Live"));

  started.process.kill(signal);

  expect(await started.ended).toBe(0);
});

test.each([
  { taken: "PORT", free: "INGEST_PORT" },
  { taken: "INGEST_PORT", free: "PORT" },
])("names the port in one line when $taken is taken", async ({ taken, free }) => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await once(blocker, "listening");
  onTestFinished(() => void blocker.close());
  const { port } = blocker.address() as AddressInfo;

  const started = await run({ [taken]: String(port), [free]: "0" });

  expect(await started.ended).toBe(1);
  expect(started.output().trim().split("\n")).toEqual([expect.stringContaining(`Port ${String(port)} is taken`)]);
});

test("names a wrong value in one line", async () => {
  const started = await run({ PORT: "eighty" });
  expect(await started.ended).toBe(1);
  expect(started.output()).toBe(`PORT is "eighty", expected a whole number from 0 to 65535.\n`);
});
