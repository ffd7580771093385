/** Shows the counts by name as buttons that filter the rows by that name. */
import type { Choice } from "../filter.ts";

/** `onChoose` receives `undefined` when the chosen name is clicked again. */
export function showNames(
  list: HTMLElement,
  choices: readonly Choice[],
  { chosen, onChoose }: { readonly chosen: string | undefined; readonly onChoose: (name: string | undefined) => void },
): void {
  const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("data-name") : undefined;
  const highest = Math.max(1, ...choices.map(({ count }) => count));

  const items = choices.map(({ value, count }) => {
    const isChosen = value === chosen;
    const button = document.createElement("button");
    button.dataset["name"] = value;
    button.ariaPressed = String(isChosen);
    button.style.setProperty("--share", String(count / highest));
    button.append(buildText("name-text", value), buildText("name-count", String(count)));
    button.addEventListener("click", () => {
      onChoose(isChosen ? undefined : value);
    });
    const item = document.createElement("li");
    item.append(button);
    return { item, button };
  });

  list.replaceChildren(...items.map(({ item }) => item));
  // The buttons are new elements, so the keyboard focus has to be set again.
  items.find(({ button }) => button.dataset["name"] === focused)?.button.focus();
}

function buildText(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
