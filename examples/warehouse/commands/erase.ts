/** `npm run erase -- --client <client_id>`: counts what is stored of a visitor. With `--yes` it erases it. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ensureSchema } from "../database/schema.ts";
import { erase } from "../erase/erase.ts";
import { listDoubts } from "../erase/erasure-text.ts";
import { findJoinedIds, type JoinedIds } from "../erase/joined-ids.ts";
import { parseKeys } from "../erase/parse-keys.ts";
import { checkVisitor, type Visitor } from "../erase/visitor.ts";
import { openDatabase, openSource } from "../settings.ts";

const USAGE =
  "npm run erase -- --client <client_id> --user <user_id> --first-party <first_party_id> " +
  "[--joined] [--keys <file>] [--dry-run | --yes]. Each id may be given several times, one is enough.";

/** The erasure ran, and what it found does not fit together. */
const DOUBTFUL = 2;

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const options = readOptions();
  const source = openSource(process.env);
  // Before anything is opened: a wrong line ends the command, and nothing is erased.
  const keys =
    options.keysFile === undefined ? undefined : parseKeys(await readFile(options.keysFile, "utf8"), source.name);
  const database = await openDatabase(process.env);
  try {
    await ensureSchema(database);
    const { isDryRun } = options;
    const joined = await findJoinedIds(database, options.visitor);
    printJoined(joined, options.takesJoined);
    if (joined.isCut && options.takesJoined) throw new Error("Too many ids are joined. Name those of the visitor.");
    const visitor = options.takesJoined ? joined.visitor : options.visitor;

    const { lostKeys, missingKeys, ...counts } = await erase({ source, database, visitor, isDryRun, keys });
    console.log(`${isDryRun ? "Would erase" : "Erased"} from ${source.name} and ${database.where}:`);
    console.table([counts]);
    const doubts = listDoubts({ ...counts, lostKeys, missingKeys });
    for (const doubt of doubts) console.error(doubt);
    if (doubts.length > 0) process.exitCode = DOUBTFUL;
    if (isDryRun) console.log("Nothing is changed yet. Add --yes to erase.");
  } finally {
    await database.close();
  }
}

interface Options {
  readonly visitor: Visitor;
  readonly takesJoined: boolean;
  readonly keysFile: string | undefined;
  readonly isDryRun: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      client: { type: "string", multiple: true, default: [] },
      user: { type: "string", multiple: true, default: [] },
      "first-party": { type: "string", multiple: true, default: [] },
      // Also the ids that the visitor's events join with those that are named.
      joined: { type: "boolean", default: false },
      // One object a line, for instance what Athena's "$path" found, so that a large bucket need not be read whole.
      keys: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
    },
  });
  if (values.yes && values["dry-run"]) throw new Error("--dry-run or --yes: which of the two?");
  try {
    const named = { client: values.client, user: values.user, firstParty: values["first-party"] };
    const visitor = checkVisitor(named);
    return { visitor, takesJoined: values.joined, keysFile: values.keys, isDryRun: !values.yes };
  } catch (error) {
    throw new Error(`Which visitor? ${error instanceof Error ? error.message : ""}.\n${USAGE}`, { cause: error });
  }
}

function printJoined({ ids, isCut }: JoinedIds, takesJoined: boolean): void {
  console.log("The visitor's ids in the warehouse:");
  console.table(
    ids.map(({ kind, id, events, users, isNamed }) => ({ kind, id, events, users, isErased: isNamed || takesJoined })),
  );
  if (ids.some(({ users }) => users > 1)) {
    console.log(
      "Ids with more than one user belong to a device that people share, or to a person with several logins.",
    );
  }
  if (ids.some(({ isNamed }) => !isNamed) && !takesJoined) {
    console.log("Ids that are not named stay. Name those that are the visitor's, or add --joined for all of them.");
  }
  if (isCut) console.log("There are more, which are not followed.");
}
