import { measureTask } from '../../measure';
import { endpointGraph } from '../endpointGraph';
import { packFindings } from '../packFindings';

/** Every policy of the pack on a stack of so many resources. What is read once, such as the action table, is read before. */
void packFindings(endpointGraph(20)).then(() =>
  measureTask(async ([resources = '0']) => {
    const found = await packFindings(endpointGraph(Number(resources)));
    if (found.length > 0) throw new Error(`the graph is meant to be compliant: ${found[0]}`);
  }),
);
