import { playInWorkers } from './playInWorkers';
import { seededFaults } from './seededFaults';

const only = process.argv[2];
const count = Number(process.argv[3] ?? 300);
const tasks = Object.keys(seededFaults)
  .filter((n) => !only || n.includes(only))
  .map((fault) => ({ from: 1, count, fault }));
const t = performance.now();
playInWorkers(tasks, (task, [failed]) =>
  console.log(
    failed ? `${failed.seed}`.padStart(5) : ' NONE',
    task.fault,
    failed ? '' + failed.problems[0]?.slice(0, 150) : '',
  ),
).then(() => console.log(((performance.now() - t) / 1000).toFixed(0), 's'));
