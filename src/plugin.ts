/** The interface of a plugin: it tracks what a page tells by itself, and may change or drop each event. Types only. */
import type { WireEvent } from "./wire.ts";

/** Something that tracks events by itself, or looks at each event. It is given to `createTracker()` as `plugins`. */
export interface Plugin {
  /** In kebab-case, for people who look for it. */
  readonly name: string;
  /**
   * Is called once, when the tracker is created. An exception of it is ignored.
   *
   * @returns what takes everything back that it has set up. `close()` of the tracker calls it
   */
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- so that one without an undo needs no `return`
  setup?(host: PluginHost): (() => void) | void;
  /**
   * Is called for each event before it is kept, after the plugins that stand before this one in the list. It may change
   * the event in place. An exception of it is ignored.
   *
   * @returns `false` to drop the event. It is counted under the reason `filtered`
   */
  processEvent?(event: EventDraft): unknown;
}

/** What a plugin can do. As of the tracker, no call throws, and nothing happens before the visitor agrees. */
export interface PluginHost {
  /** Tracks one event, as `track()` of the tracker does. */
  track(name: string, properties?: object): void;
  /**
   * Sets fields of every following event. They stand beside `page_url`, and not in `properties`. They cannot replace a
   * field that the tracker fills itself. A field that is `undefined` is removed; what was set before and is not named stays.
   */
  setContext(fields: Readonly<Record<string, unknown>>): void;
}

/** An event that may still be changed. What tells it from all others may not. */
export type EventDraft = Pick<WireEvent, "event_id" | "page_load_id" | "event_seq"> & {
  -readonly [Name in Exclude<keyof WireEvent, "event_id" | "page_load_id" | "event_seq">]: WireEvent[Name];
} & Record<string, unknown>;
