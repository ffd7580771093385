/** The engines of the run, each with what it can't be made to do. */
import npmChromium from "@sparticuz/chromium";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LaunchOptions } from "puppeteer-core";
import type { Engine } from "../../../support/browsers/browser.ts";
import { debianChromium, firefox, webKit, npmChromium as fromNpm } from "../../../support/browsers/engines.ts";
import { CHROMIUM_FLAGS, openWithPuppeteer } from "../../../support/browsers/puppeteer.ts";
import { openWebKit } from "../../../support/browsers/webkit.ts";
import { automate } from "./automated-browser.ts";
import { openMiniBrowser } from "./mini-browser.ts";
import type { TortureEngine } from "./engine.ts";

const NO_CRASH_REQUESTS = {
  "crash requests": "it has no fetchLater(), so what a crashed page had not sent waits for the visitor's next page",
};

export const ENGINES: readonly TortureEngine[] = [describeChromium(), describeFirefox(), describeWebKit()];

/** Debian's, where tabs are really closed; without it the one from npm. */
function describeChromium(): TortureEngine {
  const isDebian = missing(debianChromium) === undefined;
  const open = async (options: LaunchOptions = {}) => {
    const executablePath = isDebian ? "/usr/bin/chromium" : await npmChromium.executablePath();
    // A renderer that waits for the next tab would hide which one this tab got.
    const args = [...CHROMIUM_FLAGS, "--disable-features=SpareRendererForSitePerProcess"];
    return automate(await openWithPuppeteer({ executablePath, args, ...options }));
  };
  return {
    name: isDebian ? debianChromium.name : fromNpm.name,
    missing: undefined,
    lacks: isDebian ? {} : { closing: "the build from npm closes a tab without the events of a page that goes" },
    remarks: [],
    open,
    async openBlocked(userDataDir) {
      const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
      await mkdir(join(userDataDir, "Default"));
      await writeFile(join(userDataDir, "Default", "Preferences"), JSON.stringify(preferences));
      return open({ userDataDir });
    },
    openProfile: (userDataDir) => open({ userDataDir }),
    openCrashable: (userDataDir) => open({ userDataDir }),
  };
}

function describeFirefox(): TortureEngine {
  const open = async (preferences: Readonly<Record<string, number | boolean>>, options: LaunchOptions = {}) =>
    automate(
      await openWithPuppeteer({
        browser: "firefox",
        executablePath: "/usr/bin/firefox-esr",
        // Each of eight tabs gets a process of its own, made for it, so that one can crash.
        extraPrefsFirefox: {
          "dom.ipc.processCount": 16,
          "dom.ipc.processPrelaunch.enabled": false,
          ...preferences,
        },
        ...options,
      }),
    );
  return {
    name: firefox.name,
    missing: missing(firefox),
    lacks: NO_CRASH_REQUESTS,
    remarks: [],
    open: () => open({}),
    openBlocked: (userDataDir) => open({ "network.cookie.cookieBehavior": 2 }, { userDataDir }),
    openProfile: (userDataDir) => open({}, { userDataDir }),
    openCrashable: (userDataDir) => open({}, { userDataDir }),
  };
}

function describeWebKit(): TortureEngine {
  const open = async (settings: readonly string[] = []) =>
    automate(await openWebKit("/usr/bin/WebKitWebDriver", settings));
  return {
    name: webKit.name,
    missing: missing(webKit),
    lacks: NO_CRASH_REQUESTS,
    remarks: [
      "S9, S9k, S9l and S17 are played without automation, whose sessions keep nothing on disk and end with a crash",
      "in S9 and S17 the visitor opens another tab, since nobody can load the crashed one again",
      "S11b turns localStorage and IndexedDB off, since visitors have no setting for it",
    ],
    open: () => open(),
    openBlocked: () => open(["--enable-html5-local-storage=false", "--enable-html5-database=false"]),
    openProfile: (profile) => openMiniBrowser(profile, 1),
    openCrashable: openMiniBrowser,
  };
}

function missing({ program }: Engine): string | undefined {
  return "missing" in program ? program.missing : undefined;
}
