/** Erases the drop reports of a visitor's page loads. The table `erasing` has the visitor's rows, which are still there. */
import type { Database } from "../database/database.ts";

/** Stands in `counted_by` for what erasures removed of a page load. */
const COUNTED_BY = "erasure";

/** A page load may have had two users, of whom one is erased. */
const HAS_OTHER_ROWS = `exists (
  select from clickstream_events other
  where other.page_load_id = erasing.page_load_id and other.event_id not in (select event_id from erasing)
)`;

const WHOLE_PAGE_LOADS = `(
  select page_load_id from erasing where page_load_id is not null and not ${HAS_OTHER_ROWS}
)`;

/**
 * The drop reports of page loads of which nothing stays: without an event they would say that all of them are missing.
 * `counted_by` finds what a page load counted for an earlier one that has no event here.
 */
export const STREAMS_OF_VISITOR = `from clickstream_streams
  where page_load_id in ${WHOLE_PAGE_LOADS} or counted_by in ${WHOLE_PAGE_LOADS}`;

/** Of a page load whose other events stay, it counts those that are erased, so that none of them is missing. */
export async function eraseStreams(database: Database): Promise<void> {
  await database.run(`delete ${STREAMS_OF_VISITOR}`);
  await database.query(
    `insert into clickstream_streams (page_load_id, counted_by, last_seq, dropped)
     select page_load_id, $1, 0, jsonb_build_object('erased', count(distinct event_seq))
     from erasing where event_seq is not null and ${HAS_OTHER_ROWS}
     group by page_load_id
     on conflict (page_load_id, counted_by) do update set dropped = jsonb_build_object('erased',
       (clickstream_streams.dropped ->> 'erased')::bigint + (excluded.dropped ->> 'erased')::bigint)`,
    [COUNTED_BY],
  );
}
