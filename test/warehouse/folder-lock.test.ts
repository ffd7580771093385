/** A folder of PGlite belongs to one process at a time, and to the next one after a kill. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockFolder } from "../../examples/warehouse/database/folder-lock.ts";

async function createPlace(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "clickstream-"));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  return join(place, "warehouse");
}

test("is refused while a process has it, by the number of that process", async () => {
  const folder = await createPlace();
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${String(process.pid)}.`);
  await unlock();
  await (
    await lockFolder(folder)
  )();
});

test.each(["999999999", "", "no number"])("is taken over from a process %j that is not there", async (owner) => {
  const folder = await createPlace();
  await writeFile(`${folder}.lock`, owner);
  await lockFolder(folder);
  expect(await readFile(`${folder}.lock`, "utf8")).toBe(String(process.pid));
});
