/** The same function without a log and without metrics: for comparison only. */
import { createHandler } from "../../../../examples/ingest-lambda/src/handler.ts";
import { readStore } from "../../../../examples/ingest-lambda/src/settings.ts";

export const handler = createHandler({ store: readStore(process.env), log: () => undefined });
