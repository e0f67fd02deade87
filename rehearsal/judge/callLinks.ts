import { andMore } from '../../contract/andMore';
import type { Link } from './link';
import { explainUnused } from './unusedPermissions';

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
  {
    id: 'roles-suffice',
    title: 'The functions’ roles allow what the functions do',
    expected: 'calls with the roles’ credentials, and none of them denied',
    judge: ({ roles: { granted, denied } }) => ({
      held: granted.some(({ calls }) => calls > 0) && denied.length === 0,
      observed:
        denied.length === 0
          ? `${granted.filter(({ calls }) => calls > 0).length} permissions used, no call denied`
          : `${denied.length} calls denied: ${andMore([...new Set(denied)], 2)}`,
    }),
  },
  {
    id: 'permissions-are-needed',
    title: 'The functions’ roles allow nothing else',
    expected: 'each permission is used by a call, or there is a reason for it',
    judge: ({ roles }, { mock }) => {
      // Own data may not exercise every permission.
      if (!mock) return undefined;
      const { granted } = explainUnused(roles);
      const unused = granted.filter(({ calls }) => calls === 0);
      const unexplained = unused.filter(({ reason }) => reason === undefined);
      return {
        held: granted.length > 0 && unexplained.length === 0,
        observed:
          unexplained.length === 0
            ? `${granted.length} permissions, ${unused.length} unused with a reason`
            : `unused without a reason: ${andMore(
                unexplained.map(({ role, action, resource }) => `${role}: ${action} on ${resource}`),
                2,
              )}`,
      };
    },
  },
];
