/** Decides who the user of an event is, where the event and the request's login may disagree. Pure. */
import type { WireEvent } from "../../../../src/wire.ts";
import { isMissing, type JsonObject } from "../json.ts";
import type { RequestIdentity } from "../request/identity.ts";

const USER_FIELDS = ["user_id", "user_login_state", "identity_source"] as const satisfies readonly (keyof WireEvent)[];
type UserField = (typeof USER_FIELDS)[number];
type UserFields = Readonly<Partial<Record<UserField, unknown>>>;

export interface ResolvedUser {
  readonly fields: UserFields;
  /** Where each field comes from. */
  readonly sources: Readonly<Partial<Record<UserField, "client" | "jwt" | "cookie">>>;
  /** The client's own fields that differ from a verified token. */
  readonly claimed?: UserFields;
}

/** A verified token replaces what the event says. A cookie only adds to it, and only where both are of the same user. */
export function resolveUser(event: JsonObject, identity: RequestIdentity | undefined): ResolvedUser {
  const sent = pick(event, (field) => !isMissing(event[field]));
  if (identity === undefined || (identity.source === "cookie" && contradicts(sent, identity.userId))) {
    return { fields: sent, sources: label(sent, "client") };
  }

  const known = { user_id: identity.userId, user_login_state: "logged_in", identity_source: identity.source };
  if (identity.source === "cookie") {
    return { fields: { ...known, ...sent }, sources: { ...label(known, "cookie"), ...label(sent, "client") } };
  }
  const claimed = pick(sent, (field) => field in sent && sent[field] !== known[field]);
  const isDisputed = Object.keys(claimed).length > 0;
  return { fields: known, sources: label(known, "jwt"), ...(isDisputed ? { claimed } : {}) };
}

function contradicts(sent: UserFields, userId: string): boolean {
  const isOtherUser = sent.user_id !== undefined && sent.user_id !== userId;
  return isOtherUser || sent.user_login_state === "anonymous";
}

function pick(from: JsonObject | UserFields, isWanted: (field: UserField) => boolean): UserFields {
  return Object.fromEntries(USER_FIELDS.filter(isWanted).map((field) => [field, from[field]]));
}

/** Names one source for each field that is there. */
function label<Source extends string>(fields: UserFields, source: Source): Partial<Record<UserField, Source>> {
  return Object.fromEntries(USER_FIELDS.filter((field) => field in fields).map((field) => [field, source]));
}
