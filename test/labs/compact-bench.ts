/** `npm run compact:bench`: time and memory of compaction and of questions on files. `-- <one-event files> <batches of 20>` */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { mintUuid, printUuid } from "../../examples/ingest-lambda/src/event/uuid.ts";
import { DEFAULT_BUCKET, FOLDER } from "../../examples/warehouse/settings.ts";
import { buildKey, buildLine } from "../support/test-bucket.ts";

const [oneEventFiles = 10_000, batches = 1_000] = process.argv.slice(2).map(Number);
const EVENTS_EACH = 20;
const DAYS = 10;
const NAMES = ["page_view", "product_view", "add_to_cart", "checkout_start", "purchase"];

/** Visits of 20 events in the ten days before now. */
function buildVisit(visit: number): readonly string[] {
  const beganMs = Date.now() - ((visit * 7_919) % (DAYS * 86_400)) * 1_000;
  const stream = { page_load_id: `page-${String(visit)}`, last_seq: EVENTS_EACH, dropped: {} };
  return Array.from({ length: EVENTS_EACH }, (_, index) => {
    const ms = beganMs + index * 10_000;
    const properties = { quantity: 1, order_id: `order-${String(visit)}`, currency: "EUR", value: 64 };
    return buildLine(
      {
        event_id: printUuid(mintUuid(ms)),
        event_name: NAMES[index % NAMES.length],
        event_timestamp: new Date(ms).toISOString(),
        client_id: `client-${String(visit % 20_000)}`,
        page_load_id: stream.page_load_id,
        event_seq: index + 1,
        page_url: "https://shop.example/products/slow-teapot",
        context_product_id: `product-${String(visit % 500)}`,
        properties,
      },
      { received_at: new Date(ms + 1_000).toISOString(), stream, user_agent: "Mozilla/5.0 (X11; Linux x86_64)" },
    );
  });
}

async function fill(bucket: string): Promise<number> {
  const folders = new Set<string>();
  const write = async (name: string, lines: readonly string[]): Promise<void> => {
    const { event_timestamp } = JSON.parse(lines[0] ?? "") as { readonly event_timestamp: string };
    const path = join(bucket, buildKey(name, new Date(event_timestamp)));
    if (!folders.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
    folders.add(dirname(path));
    await writeFile(path, lines.join("\n"));
  };
  let events = 0;
  for (let visit = 0; events < oneEventFiles; visit += 1) {
    for (const line of buildVisit(visit).slice(0, oneEventFiles - events)) {
      const { event_id } = JSON.parse(line) as { readonly event_id: string };
      await write(`event-${event_id}.json`, [line]);
      events += 1;
    }
  }
  for (let batch = 0; batch < batches; batch += 1) {
    await write(`batch-${String(batch)}.ndjson`, buildVisit(1_000_000 + batch));
    events += EVENTS_EACH;
  }
  return events;
}

/** Runs a command of the warehouse as a process of its own. */
async function measure(cwd: string, command: string, ...args: readonly string[]): Promise<object> {
  const file = resolve(import.meta.dirname, `../../examples/warehouse/commands/${command}.ts`);
  const reportPeak = `data:text/javascript,${encodeURIComponent(
    "process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))",
  )}`;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", reportPeak, file, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}: ${said}`);
  return {
    command: ["npm run", command, ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    "peak memory, MiB": Math.round(Number(/peak (\d+)/.exec(said)?.[1]) / 1_024),
  };
}

const cwd = await mkdtemp(join(tmpdir(), "clickstream-compact-bench-"));
try {
  const bucket = join(cwd, FOLDER, DEFAULT_BUCKET);
  const events = await fill(bucket);
  console.log(`${String(events)} events in ${String(oneEventFiles + batches)} files, of ${String(DAYS)} days`);
  const figures = [await measure(cwd, "duckdb"), await measure(cwd, "compact")];
  await writeFile(join(bucket, buildKey("late.ndjson")), buildVisit(5_000_000).join("\n"));
  figures.push(await measure(cwd, "compact"), await measure(cwd, "duckdb", "--parquet"));
  console.table(figures);
} finally {
  await rm(cwd, { recursive: true, force: true });
}
