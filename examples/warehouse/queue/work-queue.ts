/** Takes messages from a queue, loads what they announce, and removes them after the commit. It may be killed at any moment. */
import { addReports, EMPTY_REPORT, type LoadReport } from "../load/load-report.ts";
import { loadMessages, type LoadMessagesOptions, type QueueMessage } from "./load-messages.ts";

export interface MessageQueue {
  /** Waits a while for messages. Those that are received come again, unless they are removed in time. */
  receive(): Promise<readonly QueueMessage[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface WorkQueueOptions extends LoadMessagesOptions {
  readonly queue: MessageQueue;
  /** Is asked each time that no message came. @default ends then */
  readonly goesOn?: () => boolean;
  readonly onProgress?: (report: QueueReport) => void;
}

export interface QueueReport extends LoadReport {
  readonly messages: number;
  /** Messages that come again. After some attempts the queue puts them aside. */
  readonly failed: number;
}

export async function workQueue(options: WorkQueueOptions): Promise<QueueReport> {
  const { queue, onProgress, goesOn = () => false } = options;
  let total: QueueReport = { ...EMPTY_REPORT, messages: 0, failed: 0 };
  for (;;) {
    const messages = await queue.receive();
    if (messages.length === 0) {
      if (goesOn()) continue;
      return total;
    }
    const report = await loadMessages(messages, options);
    const { failedIds } = report;
    await queue.remove(messages.map(({ id }) => id).filter((id) => !failedIds.includes(id)));
    total = {
      ...addReports(total, report),
      messages: total.messages + messages.length,
      failed: total.failed + failedIds.length,
    };
    onProgress?.(total);
  }
}
