/** Settles who the user of an event is, where the event and a witness may disagree. Pure. */
import type { WireEvent } from "../../../../src/wire.ts";
import { isMissing } from "../fields.ts";
import type { JsonObject } from "../json.ts";
import type { Witness } from "../request/verified-identity.ts";

const USER_FIELDS = ["user_id", "user_login_state", "identity_source"] as const satisfies readonly (keyof WireEvent)[];
type UserField = (typeof USER_FIELDS)[number];
type UserFields = Readonly<Partial<Record<UserField, unknown>>>;

export interface ResolvedUser {
  readonly fields: UserFields;
  /** Who said it, for each field that is there. */
  readonly sources: Readonly<Partial<Record<UserField, "client" | "jwt" | "cookie">>>;
  /** What the client said against a verified token. */
  readonly claimed?: UserFields;
}

/** A verified token overrules the event. A cookie only completes it, and only where the event tells of the same user. */
export function resolveUser(event: JsonObject, witness: Witness | undefined): ResolvedUser {
  const said = pick(event, (field) => !isMissing(event[field]));
  if (witness === undefined || (witness.kind === "cookie" && contradicts(said, witness))) {
    return { fields: said, sources: mark(said, "client") };
  }

  const vouched = { user_id: witness.userId, user_login_state: "logged_in", identity_source: witness.kind };
  if (witness.kind === "cookie") {
    return { fields: { ...vouched, ...said }, sources: { ...mark(vouched, "cookie"), ...mark(said, "client") } };
  }
  const claimed = pick(said, (field) => field in said && said[field] !== vouched[field]);
  const isDisputed = Object.keys(claimed).length > 0;
  return { fields: vouched, sources: mark(vouched, "jwt"), ...(isDisputed ? { claimed } : {}) };
}

function contradicts(said: UserFields, { userId }: Witness): boolean {
  const isOther = said.user_id !== undefined && said.user_id !== userId;
  return isOther || said.user_login_state === "anonymous";
}

function pick(from: JsonObject | UserFields, isWanted: (field: UserField) => boolean): UserFields {
  return Object.fromEntries(USER_FIELDS.filter(isWanted).map((field) => [field, from[field]]));
}

function mark<Source extends string>(fields: UserFields, source: Source): Partial<Record<UserField, Source>> {
  return Object.fromEntries(USER_FIELDS.filter((field) => field in fields).map((field) => [field, source]));
}
