/** Lets plugins change or drop an event before it is kept. */
import { attempt } from "../attempt.ts";
import type { EventDraft, Plugin } from "../plugin.ts";
import type { WireEvent } from "../wire.ts";

/**
 * The first plugin that drops the event is the last that is asked.
 *
 * @param event is changed
 * @returns whether a plugin dropped it
 */
export function isDropped(event: WireEvent, plugins: readonly Plugin[]): boolean {
  return plugins.some((plugin) => attempt(() => plugin.processEvent?.(event as EventDraft)) === false);
}
