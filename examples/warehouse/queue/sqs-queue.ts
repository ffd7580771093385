/** A queue of Amazon SQS. Inside Lambda the service itself receives and removes messages, so this is for a process of your own. */
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type DeleteMessageBatchRequestEntry,
} from "@aws-sdk/client-sqs";
import type { QueueMessage } from "./load-messages.ts";
import type { MessageQueue } from "./work-queue.ts";

/** The most that SQS takes or gives at once. */
const MAX_AT_ONCE = 10;

/** Receipts at once: an object of one event is little work, and a transaction costs the same for one as for a hundred. */
const RECEIPTS = 10;

/** `waitSeconds` is how long an empty queue is asked for a message. SQS allows 20. */
export function createSqsQueue(url: string, client = new SQSClient(), waitSeconds = 5): MessageQueue {
  const receiveSome = async (): Promise<readonly QueueMessage[]> => {
    const request = { QueueUrl: url, MaxNumberOfMessages: MAX_AT_ONCE, WaitTimeSeconds: waitSeconds };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
    // The receipt is what a message is removed by. It is another each time that the message comes.
    return Messages.map(({ ReceiptHandle = "", Body = "" }) => ({ id: ReceiptHandle, body: Body }));
  };
  return {
    async receive() {
      const first = await receiveSome();
      if (first.length < MAX_AT_ONCE) return first;
      const others = await Promise.all(Array.from({ length: RECEIPTS - 1 }, receiveSome));
      return [...first, ...others.flat()];
    },

    async remove(ids) {
      for (let from = 0; from < ids.length; from += MAX_AT_ONCE) {
        const Entries = ids.slice(from, from + MAX_AT_ONCE).map(toEntry);
        // A message that could not be removed comes again, and stores nothing twice.
        await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
      }
    },
  };
}

function toEntry(receipt: string, index: number): DeleteMessageBatchRequestEntry {
  return { Id: String(index), ReceiptHandle: receipt };
}
