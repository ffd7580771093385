/** Offers the sessions to choose from. */
import type { Choice } from "./filter.ts";

/** The option that lets every session through. */
const ALL = "";

export function showSessions(select: HTMLSelectElement, choices: readonly Choice[], chosen: string | undefined): void {
  const options = [new Option("All sessions", ALL), ...choices.map(buildOption)];
  // Replacing the options would close the list under the reader's hand.
  const isSame =
    options.map(({ text }) => text).join("\n") === Array.from(select.options, ({ text }) => text).join("\n");
  if (!isSame) select.replaceChildren(...options);
  select.value = chosen ?? ALL;
}

export function readSession(select: HTMLSelectElement): string | undefined {
  return select.value === ALL ? undefined : select.value;
}

function buildOption({ value, count }: Choice): HTMLOptionElement {
  return new Option(`${value.slice(0, 8)} (${String(count)})`, value);
}
