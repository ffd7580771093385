/** Listens to a feed for a test and remembers what it told. */
import { onTestFinished } from "vitest";
import type { EventFeed, StoredObject } from "../../../examples/demo/live/feed.ts";

export interface Heard {
  /** In the order of telling. */
  readonly objects: readonly StoredObject[];
  /** The last word about the store's health. */
  trouble(): string | undefined;
}

/** The feed is stopped when the test ends. */
export async function listenTo(feed: EventFeed): Promise<Heard> {
  const objects: StoredObject[] = [];
  let trouble: string | undefined;
  const stop = await feed.start({
    onStored: (object) => objects.push(object),
    onTrouble: (next) => {
      trouble = next;
    },
  });
  onTestFinished(stop);
  return { objects, trouble: () => trouble };
}
