/** Shows one object as it is stored, in a drawer. */
import { find } from "../../../web/find.ts";
import { describeWay } from "./way.ts";

/** Opens the drawer before it fetches the object, so that a click has an immediate effect. */
export async function openDetail(key: string, name: string): Promise<void> {
  const dialog = find("#detail", HTMLDialogElement);
  find("#detail-name", HTMLElement).textContent = name;
  find("#detail-key", HTMLElement).textContent = key;
  const json = find("#detail-json", HTMLElement);
  json.textContent = "";
  showWay(undefined);
  dialog.dataset["key"] = key;
  if (!dialog.open) dialog.showModal();

  const text = await readObject(key);
  // The reader may have opened another object in the meantime.
  if (dialog.dataset["key"] !== key) return;
  json.textContent = indent(text);
  showWay(parse(text));
}

function showWay(event: unknown): void {
  const steps = describeWay(event).map(({ what, at, afterMs }) => {
    const step = document.createElement("li");
    step.textContent = `${what} ${at}${afterMs === undefined ? "" : ` (+${String(afterMs)} ms)`}`;
    return step;
  });
  find("#detail-way", HTMLElement).replaceChildren(...steps);
}

async function readObject(key: string): Promise<string> {
  try {
    const response = await fetch(`/live/object?key=${encodeURIComponent(key)}`);
    return response.ok ? await response.text() : "This object is no longer in the store.";
  } catch {
    return "The server cannot be reached.";
  }
}

/** Indents JSON. Any other text stays as it is. */
export function indent(text: string): string {
  const value = parse(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
