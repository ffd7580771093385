/** Reads the live page's stream as a browser's EventSource would. */
import { onTestFinished } from "vitest";
import type { Row } from "../../../examples/demo/live/row.ts";

export interface TestStream {
  /** Rows in the order they came, with those of the beginning first. */
  readonly rows: readonly Row[];
  close(): void;
}

/** The connection is closed when the test ends. */
export async function openTestStream(liveUrl: string): Promise<TestStream> {
  const closing = new AbortController();
  onTestFinished(() => {
    closing.abort();
  });
  const { body } = await fetch(`${liveUrl}/stream`, { signal: closing.signal });
  const rows: Row[] = [];
  // Ends with an error when the connection does: a test looks at what came until then.
  void collect(body, rows).catch(() => undefined);
  return {
    rows,
    close() {
      closing.abort();
    },
  };
}

async function collect(body: ReadableStream<Uint8Array<ArrayBuffer>> | null, rows: Row[]): Promise<void> {
  let text = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const messages = (text + chunk).split("\n\n");
    text = messages.pop() ?? "";
    rows.push(...messages.flatMap(parseMessage));
  }
}

function parseMessage(message: string): readonly Row[] {
  const fields = new Map(message.split("\n").map((line) => splitOnce(line)));
  const kind = fields.get("event");
  if (kind !== "recent" && kind !== "stored") return [];
  return [JSON.parse(fields.get("data") ?? "[]") as Row | readonly Row[]].flat();
}

function splitOnce(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1)];
}
