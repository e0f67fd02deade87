import { readdirSync, readFileSync } from 'node:fs';

/** What a process has taken until it was looked at. */
export interface ProcessUsage {
  /** Its command line. */
  readonly command: string;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Hundredths of a second: the kernel's unit in `/proc/<pid>/stat` on every architecture that Node runs on. */
const ticksPerSecond = 100;

/**
 * Looks at all processes below this one every few milliseconds, through Linux's `/proc`: what is below a program that is
 * run can't be asked of Node. Call `stop` for what they took, largest memory first; the last moments before one ended
 * are not in it.
 */
export function watchProcessTree(): { stop(): ProcessUsage[] } {
  const seen = new Map<number, ProcessUsage>();
  const timer = setInterval(() => {
    for (const pid of below(process.pid)) {
      const usage = usageOf(pid);
      if (usage) seen.set(pid, usage);
    }
  }, 10);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen.values()].sort((a, b) => b.megabytes - a.megabytes);
    },
  };
}

function below(pid: number): number[] {
  const children = tasksOf(pid).flatMap((task) => numbers(textOf(`/proc/${pid}/task/${task}/children`)));
  return children.flatMap((child) => [child, ...below(child)]);
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function usageOf(pid: number): ProcessUsage | undefined {
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  // What stands after the name, which may hold blanks: own time (user, system) is field 14 and 15 of all.
  const fields = textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (peak === undefined || Number.isNaN(ticks)) return undefined;
  const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  // A program that has ended but was not waited for has no command line.
  if (!command) return undefined;
  return { command, cpuSeconds: ticks / ticksPerSecond, megabytes: Number(peak) / 1024 };
}

/** Empty once the process is gone. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

const numbers = (text: string) => text.split(' ').filter(Boolean).map(Number);
