/** The engines that tests run in, and where each is found. */
import chromium from "@sparticuz/chromium";
import { existsSync } from "node:fs";
import type { Engine } from "./browser.ts";
import { CHROMIUM_FLAGS, openWithPuppeteer } from "./puppeteer.ts";
import { openWebKit } from "./webkit.ts";

/** The browser that a newcomer has: it comes with `npm ci`. */
export const npmChromium: Engine = {
  name: "Chromium from npm",
  program: { path: "node_modules/@sparticuz/chromium" },
  // Its `page.close()` sends none of the requests that a page makes in `pagehide`.
  closesTabs: false,
  async open() {
    return openWithPuppeteer({
      executablePath: await chromium.executablePath(),
      args: [...CHROMIUM_FLAGS],
      // Where no locale is set, this build calls its language `en-US@posix`, which its own `Intl` refuses.
      env: { ...process.env, LC_ALL: "en_US.UTF-8" },
    });
  },
};

export const debianChromium: Engine = {
  name: "Chromium",
  program: find("/usr/bin/chromium", "chromium"),
  closesTabs: true,
  open: () => openWithPuppeteer({ executablePath: "/usr/bin/chromium", args: [...CHROMIUM_FLAGS] }),
};

export const firefox: Engine = {
  name: "Firefox",
  program: find("/usr/bin/firefox-esr", "firefox-esr"),
  closesTabs: true,
  open: () => openWithPuppeteer({ browser: "firefox", executablePath: "/usr/bin/firefox-esr" }),
};

export const webKit: Engine = {
  name: "WebKit",
  program: find("/usr/bin/WebKitWebDriver", "webkit2gtk-driver, xvfb and xauth"),
  closesTabs: true,
  open: () => openWebKit("/usr/bin/WebKitWebDriver"),
};

export const ENGINES: readonly Engine[] = [npmChromium, debianChromium, firefox, webKit];

/** Those that this machine has. */
export const ENGINES_HERE = ENGINES.filter(({ program }) => "path" in program);

function find(path: string, packages: string): Engine["program"] {
  return existsSync(path) ? { path } : { missing: `Debian's ${packages}` };
}
