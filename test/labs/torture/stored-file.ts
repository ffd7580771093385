/** A file of the store, with the fields that the proof of no loss reads. Types only. */
import type { Batch } from "../../../src/wire.ts";

export interface StoredFile {
  /** Below the bucket. */
  readonly path: string;
  readonly event: {
    readonly event_id: string;
    readonly page_load_id: string;
    readonly event_seq: number;
    readonly properties?: { readonly query?: unknown };
    readonly _ingest: { readonly stream?: Batch["stream"] };
  };
}
