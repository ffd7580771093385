/** Names the visitor that is erased: ids of browsers, of users, and of the ingest's own cookie. Pure. */

/** The field of a stored event that has an id of this kind. */
export const ID_FIELDS = { client: "client_id", user: "user_id", firstParty: "first_party_id" } as const;

export type IdKind = keyof typeof ID_FIELDS;

/** An event is the visitor's if it has one of these ids. */
export type Visitor = Readonly<Record<IdKind, readonly string[]>>;

export const ID_KINDS = ["client", "user", "firstParty"] as const satisfies readonly IdKind[];

/** With or without the ids that the operator did not name: see `joined-ids.ts`. */
export function addIds(visitor: Visitor, kind: IdKind, ids: readonly string[]): Visitor {
  return { ...visitor, [kind]: [...new Set([...visitor[kind], ...ids])] };
}

/** @throws Error if no id is named, or if one cannot be an id: an id that is empty or has a blank at its ends finds nobody */
export function checkVisitor(visitor: Visitor): Visitor {
  const ids = ID_KINDS.flatMap((kind) => visitor[kind]);
  if (ids.length === 0) throw new Error("no id is named");
  const wrong = ids.find((id) => id === "" || id !== id.trim() || /\p{Cc}/u.test(id));
  if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is no id`);
  return visitor;
}
