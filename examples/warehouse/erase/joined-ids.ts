/** Finds the ids that a visitor's events join: the users of a browser, the browsers of a user, and theirs. */
import type { Database } from "../database/database.ts";
import { addIds, ID_FIELDS, ID_KINDS, type IdKind, type Visitor } from "./visitor.ts";

export interface JoinedId {
  readonly kind: IdKind;
  readonly id: string;
  /** The operator named it. All others were found by the events that they share with an id that is in the list. */
  readonly isNamed: boolean;
  readonly events: number;
  /** Users who were seen with it. More than one: a device that people share, or one person with two logins. */
  readonly users: number;
}

export interface JoinedIds {
  readonly ids: readonly JoinedId[];
  /** All of them, as a visitor. */
  readonly visitor: Visitor;
  /** There are more ids than are followed: somebody shares one with very many. */
  readonly isCut: boolean;
}

/** A person has some devices and logins; a kiosk has hundreds of visitors. */
const MAX_COMBINATIONS = 1_000;

interface Combination extends Readonly<Record<"client_id" | "user_id" | "first_party_id", string | null>> {
  readonly events: number;
}

export async function findJoinedIds(database: Database, named: Visitor): Promise<JoinedIds> {
  let visitor = named;
  for (;;) {
    const combinations = await readCombinations(database, visitor);
    const isCut = combinations.length > MAX_COMBINATIONS;
    const wider = isCut ? visitor : widen(visitor, combinations);
    if (countIds(wider) === countIds(visitor)) return { ids: list(visitor, named, combinations), visitor, isCut };
    visitor = wider;
  }
}

function readCombinations(database: Database, visitor: Visitor): Promise<readonly Combination[]> {
  const isKnown = ID_KINDS.map(
    (kind, index) => `${ID_FIELDS[kind]} in (select jsonb_array_elements_text($${String(index + 1)}::jsonb))`,
  );
  return database.query<Combination>(
    `select client_id, user_id, first_party_id, count(*) as events from clickstream_events
     where ${isKnown.join(" or ")} group by 1, 2, 3 limit ${String(MAX_COMBINATIONS + 1)}`,
    ID_KINDS.map((kind) => JSON.stringify(visitor[kind])),
  );
}

function widen(visitor: Visitor, combinations: readonly Combination[]): Visitor {
  return ID_KINDS.reduce((wider, kind) => {
    const ids = combinations.flatMap((combination) => combination[ID_FIELDS[kind]] ?? []);
    return addIds(wider, kind, ids);
  }, visitor);
}

function list(visitor: Visitor, named: Visitor, combinations: readonly Combination[]): readonly JoinedId[] {
  return ID_KINDS.flatMap((kind) =>
    visitor[kind].map((id) => {
      const own = combinations.filter((combination) => combination[ID_FIELDS[kind]] === id);
      return {
        kind,
        id,
        isNamed: named[kind].includes(id),
        events: own.reduce((sum, { events }) => sum + events, 0),
        users: new Set(own.flatMap(({ user_id }) => user_id ?? [])).size,
      };
    }),
  );
}

function countIds(visitor: Visitor): number {
  return ID_KINDS.reduce((sum, kind) => sum + visitor[kind].length, 0);
}
