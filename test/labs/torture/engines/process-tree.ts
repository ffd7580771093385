/** Ends processes of a browser that this run has started, and none else: all descend from one id. Linux only. */
import { readdirSync, readFileSync } from "node:fs";
import { attempt } from "../../../../src/attempt.ts";
import { waitUntil } from "../wait.ts";

const GONE_WITHIN_MS = 5_000;

/**
 * A process that runs pages. Chromium says so in its arguments; Firefox and WebKit in the process's name, of which
 * Linux keeps 15 characters ("WebKitWebProcess").
 */
const CONTENT = /--type=renderer|Web Content|WebKitWebProces/;

/** Ends the whole browser at once, as the kernel does when memory is out. */
export async function killTree(rootPid: number): Promise<void> {
  await kill([rootPid, ...listDescendants(rootPid)]);
}

export function listContentProcesses(rootPid: number): readonly number[] {
  return listDescendants(rootPid).filter((pid) => CONTENT.test(read(pid, "cmdline") + read(pid, "comm")));
}

export async function kill(pids: readonly number[]): Promise<void> {
  for (const pid of pids) attempt(() => process.kill(pid, "SIGKILL"));
  await waitUntil(GONE_WITHIN_MS, () => !pids.some(isAlive));
}

function listDescendants(rootPid: number): readonly number[] {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const childrenOf = Map.groupBy(pids, parentOf);
  const descend = (pid: number): readonly number[] =>
    (childrenOf.get(pid) ?? []).flatMap((child) => [child, ...descend(child)]);
  return descend(rootPid);
}

function parentOf(pid: number): number {
  return Number(readState(pid)[1] ?? 0);
}

/** One that has ended and waits for its parent to notice is dead. */
function isAlive(pid: number): boolean {
  const [state = "Z"] = readState(pid);
  return state !== "Z";
}

/** What follows the name in `pid (name) state parent ...`. The name may itself have brackets and blanks. */
function readState(pid: number): readonly string[] {
  const stat = read(pid, "stat");
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Empty for a process that is gone. */
function read(pid: number, file: "cmdline" | "comm" | "stat"): string {
  return attempt(() => readFileSync(`/proc/${pid}/${file}`, "utf8")) ?? "";
}
