import { andMore } from '../../contract/andMore';
import type { Link } from './link';

/** Links of the calls that the chain makes. */
export const callLinks: readonly Link[] = [
  {
    id: 'calls-are-valid',
    title: 'Every call satisfies AWS’s service models',
    expected: 'request and answer of every call are checked, no request is refused, and no answer is faulty',
    judge: ({ calls: { calls, requests, answers, findings } }) => ({
      held: calls > 0 && requests === calls && answers === calls && findings.length === 0,
      observed:
        findings.length === 0
          ? `${calls} calls: ${requests} requests and ${answers} answers checked, no finding`
          : `${calls} calls, ${findings.length} findings: ${andMore(
              findings.map(({ operation, problem }) => `${operation}: ${problem}`),
              2,
            )}`,
    }),
  },
];
