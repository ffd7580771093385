/** Messages as S3 puts them into a queue, and a queue in memory that gives them again until they are removed. */
import type { QueueMessage } from "../../examples/warehouse/queue/load-messages.ts";
import type { MessageQueue } from "../../examples/warehouse/queue/work-queue.ts";
import { BUCKET } from "../support/test-bucket.ts";

export function buildNotification(...keys: readonly string[]): string {
  const Records = keys.map((key) => ({
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    s3: { bucket: { name: BUCKET }, object: { key: encodeURIComponent(key).replaceAll("%2F", "/"), size: 1 } },
  }));
  return JSON.stringify({ Records });
}

export interface TestQueue extends MessageQueue {
  left(): readonly QueueMessage[];
}

/** One message for each body. A receipt gives at most `most` of them, oldest first, and those that failed no second time. */
export function createTestQueue(bodies: readonly string[], most = 2): TestQueue {
  let waiting = bodies.map((body, index) => ({ id: `m${index + 1}`, body }));
  const received = new Set<string>();
  return {
    left: () => waiting,
    receive() {
      const next = waiting.filter(({ id }) => !received.has(id)).slice(0, most);
      for (const { id } of next) received.add(id);
      return Promise.resolve(next);
    },
    remove(ids) {
      waiting = waiting.filter(({ id }) => !ids.includes(id));
      return Promise.resolve();
    },
  };
}
