/** A copy of the repository's code in which a mutant lives, apart from the real one. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyEdit, type Edit } from "./mutant.ts";

export interface Workshop {
  readonly folder: string;
  /** Makes the edits, runs, and puts the source back. */
  withEdits<T>(edits: readonly Edit[], run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const COPIED = ["src", "test", "examples", ".config", "package.json", "tsconfig.json"];
const LEFT_OUT = /\/(?:node_modules|dist)$/;

export async function openWorkshop(repository: string): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-mutants-"));
  for (const name of COPIED) {
    await cp(join(repository, name), join(folder, name), { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  }
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));

  return {
    folder,
    async withEdits(edits, run) {
      const originals = new Map<string, string>();
      for (const edit of edits) {
        const path = join(folder, edit.file);
        const source = await readFile(path, "utf8");
        if (!originals.has(path)) originals.set(path, source);
        await writeFile(path, applyEdit(source, edit));
      }
      try {
        return await run();
      } finally {
        for (const [path, source] of originals) await writeFile(path, source);
      }
    },
    close: () => rm(folder, { recursive: true }),
  };
}
