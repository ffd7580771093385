/** Reads the live page's stream as a browser's EventSource would. */
import { onTestFinished } from "vitest";
import type { Row } from "../../../examples/demo/live/row.ts";
import type { View } from "../../../examples/demo/live/view.ts";

export interface TestStream {
  /** Those of the newest view. */
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
  let rows: readonly Row[] = [];
  // Ends with an error when the connection does: a test looks at what came until then.
  void collect(body, (next) => {
    rows = next;
  }).catch(() => undefined);
  return {
    get rows() {
      return rows;
    },
    close() {
      closing.abort();
    },
  };
}

async function collect(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  onRows: (rows: readonly Row[]) => void,
): Promise<void> {
  let text = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const messages = (text + chunk).split("\n\n");
    text = messages.pop() ?? "";
    for (const message of messages) {
      const fields = new Map(message.split("\n").map((line) => splitOnce(line)));
      if (fields.get("event") === "view") onRows((JSON.parse(fields.get("data") ?? "") as View).rows);
    }
  }
}

function splitOnce(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1)];
}
