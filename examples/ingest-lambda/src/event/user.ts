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
}

/**
 * The request's login fills what an event lacks, and a token verifies what an event says of the same user. It changes
 * nothing that an event says: on a computer that people share, events of the one may be sent by the other.
 *
 * @param eventMs when the event happened
 */
export function resolveUser(event: JsonObject, identity: RequestIdentity | undefined, eventMs: number): ResolvedUser {
  const sent = pick(event, (field) => !isMissing(event[field]));
  if (identity === undefined || !belongsTo(sent, identity, eventMs)) {
    return { fields: sent, sources: label(sent, "client") };
  }

  const { source } = identity;
  const known = { user_id: identity.userId, user_login_state: "logged_in", identity_source: source };
  // A cookie proves nothing, so that what the event says itself stays the client's word.
  const unproven = source === "jwt" ? pick(sent, (field) => field in sent && sent[field] !== known[field]) : sent;
  return { fields: { ...known, ...sent }, sources: { ...label(known, source), ...label(unproven, "client") } };
}

/** An event that names nobody is the user's only from the sign-in on. */
function belongsTo(sent: UserFields, { userId, sinceMs = -Infinity }: RequestIdentity, eventMs: number): boolean {
  if (sent.user_login_state === "anonymous") return false;
  return sent.user_id === undefined ? eventMs >= sinceMs : sent.user_id === userId;
}

function pick(from: JsonObject | UserFields, isWanted: (field: UserField) => boolean): UserFields {
  return Object.fromEntries(USER_FIELDS.filter(isWanted).map((field) => [field, from[field]]));
}

/** Names one source for each field that is there. */
function label<Source extends string>(fields: UserFields, source: Source): Partial<Record<UserField, Source>> {
  return Object.fromEntries(USER_FIELDS.filter((field) => field in fields).map((field) => [field, source]));
}
