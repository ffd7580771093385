/** The gateway's access log as a file. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openAccessLog } from "../../../examples/demo/gateway/access-log.ts";

const ENTRY = {
  requestId: "r-1",
  ip: "127.0.0.1",
  requestTime: "24/Nov/2026:08:00:00 +0000",
  httpMethod: "POST",
  routeKey: "POST /clickstream",
  status: 200,
  protocol: "HTTP/1.1",
  responseLength: 2,
  integrationLatency: 1,
  userAgent: "-",
} as const;

test("an access log has a line when it is written, and lets go of its file when it is closed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "logs", "access.log");
  const log = openAccessLog(file);
  log.write(ENTRY);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject(ENTRY);

  log.close();
  expect(() => {
    log.write(ENTRY);
  }).toThrow();
});
