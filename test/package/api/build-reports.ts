/** Makes a report of the types of each entry of the package, so that a change of the API is seen in review. */
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const REPORT_FOLDER = import.meta.dirname;

const ENTRIES = ["index", "development", "consent", "amplify", "subdomains", "token"];

/** Returns the text of each report by the name of its file. `packageFolder` has the declarations in its `dist`. */
export async function buildReports(packageFolder: string): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "clickstream-api-"));
  // In `node_modules` a file would be another package's to API Extractor.
  for (const part of ["package.json", "dist"])
    await cp(join(packageFolder, part), join(folder, part), { recursive: true });

  const reports = new Map<string, string>();
  for (const entry of ENTRIES) {
    extract(folder, entry);
    const name = `${entry}.api.md`;
    reports.set(name, await readFile(join(folder, name), "utf8"));
  }
  await rm(folder, { recursive: true });
  return reports;
}

function extract(projectFolder: string, entry: string): void {
  const declarations = join(projectFolder, "dist", `${entry}.d.ts`);
  const settings = ExtractorConfig.loadFile(".config/api-extractor.json");
  const { overrideTsconfig } = settings.compiler as { readonly overrideTsconfig: object };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
    configObject: {
      ...settings,
      projectFolder,
      mainEntryPointFilePath: declarations,
      compiler: { overrideTsconfig: { ...overrideTsconfig, files: [declarations] } },
      apiReport: {
        enabled: true,
        ...settings.apiReport,
        reportFileName: `${entry}.api.md`,
        reportFolder: projectFolder,
        reportTempFolder: join(projectFolder, "temp"),
      },
    },
  });

  const messages: string[] = [];
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      messages.push(message.text);
      message.handled = true;
    },
  });
  if (!succeeded) throw new Error(`API Extractor can't read ${declarations}:\n${messages.join("\n")}`);
}
