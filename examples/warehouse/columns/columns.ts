/** Lists the columns of `clickstream_events`, from the ingest's lists of fields. The table, the rows and all SQL are built from it. */
import { NOTE_FIELDS } from "../../ingest-lambda/src/event/note-fields.ts";
import { EVENT_FIELDS, type FieldType } from "../../ingest-lambda/src/event-fields.ts";

export interface Column {
  readonly name: string;
  readonly type: FieldType;
  /** Where the value is in a stored event. */
  readonly path: readonly [field: string, noteField?: string];
  /** A line without it is not an event, and goes to quarantine. */
  readonly isRequired?: true;
}

/** What the ingest always writes. */
const REQUIRED: ReadonlySet<string> = new Set(["event_id", "event_timestamp", "received_at"]);

const buildColumns = (
  fields: Readonly<Record<string, FieldType>>,
  pathOf: (name: string) => Column["path"],
): readonly Column[] =>
  Object.entries(fields).map(([name, type]) => ({
    name,
    type,
    path: pathOf(name),
    ...(REQUIRED.has(name) ? { isRequired: true as const } : {}),
  }));

export const COLUMNS: readonly Column[] = [
  ...buildColumns(EVENT_FIELDS, (name) => [name]),
  ...buildColumns(NOTE_FIELDS, (name) => ["_ingest", name]),
];

/** The column for fields that have no column of their own, and for values that their column cannot hold. */
export const EXTRA = "extra";

/** The columns of a row, in the order in which it is written. */
export const COPY_LIST: readonly string[] = [...COLUMNS.map(({ name }) => name), EXTRA];
