/** WebKit as Debian ships it: MiniBrowser of WebKitGTK, driven by WebDriver, in a display of its own. */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, By, Capabilities, until, type WebDriver } from "selenium-webdriver";
import type { Browser, Page } from "./browser.ts";
import { startDisplay } from "./display.ts";

const TIMEOUT_MS = 30_000;

/** @param settings of MiniBrowser, such as `--enable-html5-local-storage=false` */
export async function openWebKit(driverPath: string, settings: readonly string[] = []): Promise<Browser> {
  const binary = findMiniBrowser();
  // Without a display, making a session hangs for minutes.
  const display = await startDisplay();
  const port = await freePort();
  const server = spawn(driverPath, ["--host=127.0.0.1", `--port=${port}`], {
    env: display.env,
    stdio: "ignore",
  });
  await untilListening(port);
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": { binary, args: ["--automation", ...settings] },
  });
  const driver = await new Builder().usingServer(`http://127.0.0.1:${port}/`).withCapabilities(capabilities).build();
  await driver.manage().setTimeouts({ script: TIMEOUT_MS, pageLoad: TIMEOUT_MS });

  const firstHandle = await driver.getWindowHandle();
  const newWindow = async (): Promise<Page> => {
    // The window that was used last may be closed, and then nothing can be asked of it.
    await driver.switchTo().window(firstHandle);
    // Not a tab: it would open behind the first, out of view, where timers run once a second.
    await driver.switchTo().newWindow("window");
    return toPage(driver, await driver.getWindowHandle());
  };
  return {
    pid: server.pid,
    newWindow,
    newPage: newWindow,
    async close() {
      await driver.quit();
      server.kill();
      display.stop();
    },
  };
}

/** @throws Error where only the driver is installed */
export function findMiniBrowser(): string {
  const [binary] = globSync("/usr/lib/*/webkit2gtk-4.*/MiniBrowser");
  if (binary === undefined) throw new Error("WebKitWebDriver is here, but its MiniBrowser is not");
  return binary;
}

function toPage(driver: WebDriver, handle: string): Page {
  const here = async (): Promise<void> => driver.switchTo().window(handle);
  const find = async (selector: string) => {
    await here();
    const element = await driver.wait(until.elementLocated(By.css(selector)), TIMEOUT_MS);
    return driver.wait(until.elementIsVisible(element), TIMEOUT_MS);
  };
  return {
    async goto(url) {
      await here();
      await driver.get(url);
    },
    click: async (selector) => (await find(selector)).click(),
    async fill(selector, text) {
      const element = await find(selector);
      await element.clear();
      await element.sendKeys(text);
    },
    async evaluate(expression) {
      await here();
      return driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1]; Promise.resolve(${expression}).then(done, (e) => done("" + e));`,
      );
    },
    async screenshot(path) {
      await here();
      await writeFile(path, await driver.takeScreenshot(), "base64");
    },
    async close() {
      await here();
      await driver.close();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/status`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error("WebKitWebDriver did not start within 10 s");
}
