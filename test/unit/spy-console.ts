/** Hears what is said on the console, and keeps it off the screen. */
import { vi } from "vitest";

export interface ConsoleSpy {
  /** Each call of `console.info`. */
  readonly shown: () => readonly (readonly unknown[])[];
  readonly warnings: () => readonly unknown[];
  /** Everything, by whatever method. */
  readonly all: () => readonly (readonly unknown[])[];
}

export function spyConsole(): ConsoleSpy {
  const [info, warn, ...others] = (["info", "warn", "log", "debug", "error"] as const).map((method) => {
    const heard = vi.fn<(...said: readonly unknown[]) => void>();
    vi.spyOn(console, method).mockImplementation(heard);
    return heard;
  });
  const shown = () => info?.mock.calls ?? [];
  const warned = () => warn?.mock.calls ?? [];
  return {
    shown,
    warnings: () => warned().map(([message]) => message),
    all: () => [...shown(), ...warned(), ...others.flatMap(({ mock }) => mock.calls)],
  };
}
