import type { Measurement } from './figure';

/** Measures `work` in this process and prints a Measurement; loading modules is not counted, but all memory is. */
export async function task(work: (args: readonly string[]) => Promise<void> | void): Promise<void> {
  const [start, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  await work(process.argv.slice(2));
  const used = process.cpuUsage(cpu);
  const measured: Measurement = {
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    cpuSeconds: (used.user + used.system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(measured));
}
