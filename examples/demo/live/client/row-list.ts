/** Shows rows in the table. Whatever an event contains is shown as text, never as HTML. */
import type { Row } from "../row.ts";

const time = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** Keeps the elements of rows that stay, so that focus, selection and scroll position stay too. */
export function showRows(body: HTMLElement, rows: readonly Row[]): void {
  const shown = new Map(Array.from(body.children, (line) => [(line as HTMLElement).dataset["key"], line]));
  const wanted = new Set(rows.map(({ key }) => key));
  for (const [key, line] of shown) if (key === undefined || !wanted.has(key)) line.remove();

  rows.forEach((row, index) => {
    const line = shown.get(row.key) ?? buildLine(row);
    const here = body.children[index] ?? null;
    if (here !== line) body.insertBefore(line, here);
  });
}

function buildLine(row: Row): HTMLElement {
  const line = document.createElement("tr");
  line.dataset["key"] = row.key;
  line.dataset["name"] = row.name;

  // The button is for the keyboard. A mouse click works anywhere in the row.
  const button = document.createElement("button");
  button.textContent = row.name;

  line.append(
    buildCell("time", time.format(row.occurredAtMs), new Date(row.occurredAtMs).toISOString()),
    buildCell("name", button),
    buildCell("subject", row.subject),
    buildCell("session-id", row.sessionId.slice(0, 8), row.sessionId),
    buildCell("key", row.key),
  );
  return line;
}

function buildCell(className: string, content: string | Node, title?: string): HTMLElement {
  const cell = document.createElement("td");
  cell.className = className;
  cell.append(content);
  if (title !== undefined) cell.title = title;
  return cell;
}
