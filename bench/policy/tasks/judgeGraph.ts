import { measureTask } from '../../measure';
import { endpointGraph } from '../endpointGraph';
import { packFindings } from '../packFindings';

/** Every policy of the pack on a stack. What is read once, such as the action table, is read before. */
void packFindings(endpointGraph(20)).then(() =>
  measureTask(async ([resources = '0']) => {
    const findings = await packFindings(endpointGraph(Number(resources)));
    if (findings.length > 0) throw new Error(`the graph should be compliant: ${findings[0]}`);
  }),
);
