/** Opens Chromium: the one that Debian has, or else the one from npm. */
import npmChromium from "@sparticuz/chromium";
import { existsSync } from "node:fs";
import { launch, type Browser } from "puppeteer-core";
import { CHROMIUM_FLAGS } from "../../support/browsers/puppeteer.ts";

const DEBIAN = "/usr/bin/chromium";

/** Some contenders keep the thread for minutes when nobody answers. */
const TIMEOUT_MS = 600_000;

export async function openChromium(): Promise<Browser> {
  return launch({
    executablePath: existsSync(DEBIAN) ? DEBIAN : await npmChromium.executablePath(),
    args: [...CHROMIUM_FLAGS],
    headless: true,
    protocolTimeout: TIMEOUT_MS,
  });
}
