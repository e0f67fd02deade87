import { andMore } from '../../contract/andMore';
import type { Link } from './link';

/** Links of the calls that the chain makes. */
export const callLinks: readonly Link[] = [
  {
    id: 'calls-are-valid',
    title: 'Every call satisfies AWS’s service models',
    expected: 'request and response of every call are checked, no request is refused, and no response is faulty',
    judge: ({ calls: { calls, requests, responses, findings } }) => ({
      held: calls > 0 && requests === calls && responses === calls && findings.length === 0,
      observed:
        findings.length === 0
          ? `${calls} calls: ${requests} requests and ${responses} responses checked, no finding`
          : `${calls} calls, ${findings.length} findings: ${andMore(
              findings.map(({ operation, problem }) => `${operation}: ${problem}`),
              2,
            )}`,
    }),
  },
];
