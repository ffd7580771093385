/** Finds a visitor's lines in an object. Pure. */
import { isJsonObject } from "../../ingest-lambda/src/json.ts";

export interface FoundLines {
  /** How many are the visitor's. */
  readonly lines: number;
  /** All others, as they are. */
  readonly rest: string;
}

/** A line that cannot be read belongs to the visitor if the id is anywhere in it: better one too many than one left. */
export function findLines(text: string, clientId: string): FoundLines {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const rest = lines.filter((line) => !isOf(line, clientId));
  return { lines: lines.length - rest.length, rest: rest.map((line) => `${line}\n`).join("") };
}

function isOf(line: string, clientId: string): boolean {
  if (!line.includes(clientId)) return false;
  try {
    const event: unknown = JSON.parse(line);
    return isJsonObject(event) && event["client_id"] === clientId;
  } catch {
    return true;
  }
}
