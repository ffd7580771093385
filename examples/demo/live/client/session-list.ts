/** Shows the sessions in a list to choose from. */
import type { Choice } from "../filter.ts";

/** The value of the option for all sessions. */
const ALL = "";

export function showSessions(select: HTMLSelectElement, choices: readonly Choice[], chosen: string | undefined): void {
  const options = [buildOption(ALL, "All sessions"), ...choices.map(describe)];
  // Replacing the options would close the list while the reader has it open.
  const isSame =
    options.map(({ text }) => text).join("\n") === Array.from(select.options, ({ text }) => text).join("\n");
  if (!isSame) select.replaceChildren(...options);
  select.value = chosen ?? ALL;
}

export function readSession(select: HTMLSelectElement): string | undefined {
  return select.value === ALL ? undefined : select.value;
}

function describe({ value, count }: Choice): HTMLOptionElement {
  return buildOption(value, `${value.slice(0, 8)} (${String(count)})`);
}

function buildOption(value: string, text: string): HTMLOptionElement {
  const option = document.createElement("option");
  option.value = value;
  option.textContent = text;
  return option;
}
