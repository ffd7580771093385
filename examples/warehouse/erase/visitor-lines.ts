/** Tells a visitor's lines in an object from those of others. Pure. */
import { isJsonObject } from "../../ingest-lambda/src/json.ts";

export interface FoundLines {
  /** How many are the visitor's. */
  readonly lines: number;
  /** The text of all other lines. */
  readonly others: string;
}

export function findLines(text: string, clientId: string): FoundLines {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const others = lines.filter((line) => !isOf(line, clientId));
  return { lines: lines.length - others.length, others: others.map((line) => `${line}\n`).join("") };
}

/** A line that is no JSON counts as the visitor's if it has the id anywhere: no line of the visitor may stay. */
function isOf(line: string, clientId: string): boolean {
  if (!line.includes(clientId)) return false;
  try {
    const event: unknown = JSON.parse(line);
    return isJsonObject(event) && event["client_id"] === clientId;
  } catch {
    return true;
  }
}
