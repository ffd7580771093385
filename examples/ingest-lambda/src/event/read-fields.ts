/** Gives each field of an event that readers rely on its type, and takes out what does not fit. Pure. */
import { EVENT_FIELDS, ITEM_FIELDS, type FieldType } from "../event-fields.ts";
import { isJsonObject, isMissing, type JsonObject } from "../json.ts";
import { FIELD_TYPES, type ReadField } from "./field-types.ts";
import type { Change } from "./original.ts";

export interface TypedEvent {
  /** A field that was taken out is `undefined`. */
  readonly event: JsonObject;
  readonly changes: readonly Change[];
}

type Reader = readonly [field: string, read: ReadField];

/** The id and the time have rules of their own: an event must have them. */
const REQUIRED: ReadonlySet<string> = new Set(["event_id", "event_timestamp"] satisfies (keyof typeof EVENT_FIELDS)[]);
const EVENT_READERS = listReaders(EVENT_FIELDS).filter(([field]) => !REQUIRED.has(field));
const ITEM_READERS = listReaders(ITEM_FIELDS);

function listReaders(fields: Readonly<Record<string, FieldType>>): readonly Reader[] {
  return Object.entries(fields).map(([field, type]) => [field, FIELD_TYPES[type]]);
}

export function readFields(sent: JsonObject): TypedEvent {
  const typed = readObject(sent, EVENT_READERS, []);
  const { properties } = typed.event;
  if (!isJsonObject(properties)) return typed;

  const inner = readProperties(properties);
  if (inner.event === properties) return typed;
  return { event: { ...typed.event, properties: inner.event }, changes: [...typed.changes, ...inner.changes] };
}

/** The products of a list, a cart or an order, and the quantity that an event itself may have. */
function readProperties(properties: JsonObject): TypedEvent {
  const { quantity, items } = properties;
  // Properties are the site's own, so a quantity in other words stays.
  const amount = typeof quantity === "string" ? FIELD_TYPES.decimal(quantity) : undefined;
  const isQuantityRead = amount !== undefined;
  const read = Array.isArray(items) ? items.map(readItem) : [];
  const isItemRead = read.some(({ isRead }) => isRead);
  if (!isQuantityRead && !isItemRead) return { event: properties, changes: [] };
  return {
    event: {
      ...properties,
      ...(isQuantityRead ? { quantity: amount } : {}),
      ...(isItemRead ? { items: read.map(({ item }) => item) } : {}),
    },
    changes: [
      ...(isQuantityRead ? [{ path: ["properties", "quantity"], value: quantity }] : []),
      ...read.flatMap(({ changes }) => changes),
    ],
  };
}

interface ReadItem {
  readonly item: unknown;
  /** It is not the item as it was sent. */
  readonly isRead: boolean;
  readonly changes: readonly Change[];
}

function readItem(item: unknown, index: number): ReadItem {
  if (!isJsonObject(item)) return { item, isRead: false, changes: [] };
  const { event, changes } = readObject(item, ITEM_READERS, ["properties", "items", String(index)]);
  return { item: event, isRead: event !== item, changes };
}

/** `null` says what an absent field says, so it is left out and not kept. */
function readObject(object: JsonObject, readers: readonly Reader[], path: Change["path"]): TypedEvent {
  const changed: Record<string, unknown> = {};
  const changes: Change[] = [];
  for (const [field, read] of readers) {
    const value = object[field];
    if (value === undefined) continue;
    const stored = value === null ? undefined : read(value);
    if (stored === value) continue;
    changed[field] = stored;
    if (!isMissing(value)) changes.push({ path: [...path, field], value });
  }
  return Object.keys(changed).length === 0 ? { event: object, changes } : { event: { ...object, ...changed }, changes };
}
