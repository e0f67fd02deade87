import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { analyzeState } from '../../../rehearsal/policy/analyzeState';
import type { Measurement } from '../../figure';
import { watchProcessTree } from '../../processTree';
import { endpointGraph } from '../endpointGraph';
import { graphState } from '../graphState';

/**
 * `pulumi policy analyze` on a saved state, from start to end, with this project's pack or the one of
 * a folder. Processor time is that of the CLI and the pack's process, memory the pack's.
 */
async function main([resources = '', pack]: readonly string[]): Promise<Measurement> {
  const pulumi = process.env['BENCH_PULUMI'];
  if (!pulumi) throw new Error('BENCH_PULUMI names the folder of the binary pulumi: run this with npm run bench');
  const folder = mkdtempSync(join(tmpdir(), 'bench-policy-'));
  try {
    const file = join(folder, 'state.json');
    writeFileSync(file, JSON.stringify(graphState(endpointGraph(Number(resources)))));
    const { signal } = new AbortController();
    const watch = watchProcessTree();
    const start = performance.now();
    const report = await analyzeState({ file, folder, pulumi, signal, ...(pack && { pack: resolve(pack) }) });
    const seconds = (performance.now() - start) / 1e3;
    const processes = watch.stop();
    if (report.resources !== Number(resources)) throw new Error(`${report.resources} resources were judged`);
    const [first] = report.findings;
    if (first) throw new Error(`the graph is meant to be compliant: ${first.message}`);
    return {
      seconds,
      cpuSeconds: processes.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      megabytes: processes[0]?.megabytes ?? 0,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2)).then((measured) => console.log(JSON.stringify(measured)));
