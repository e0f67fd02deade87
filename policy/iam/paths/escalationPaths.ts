import { analyticsLaunches } from './analyticsLaunches';
import { computingLaunches } from './computingLaunches';
import type { EscalationPath } from './escalationPath';
import { identityPaths } from './identityPaths';
import type { Launch } from './launch';
import { orchestrationLaunches } from './orchestrationLaunches';
import { permissionPaths } from './permissionPaths';
import { sessionLaunches } from './sessionLaunches';
import { workloadPaths } from './workloadPaths';

const launches: readonly Launch[] = [
  ...computingLaunches,
  ...analyticsLaunches,
  ...orchestrationLaunches,
  ...sessionLaunches,
];

export const escalationPaths: readonly EscalationPath[] = [
  ...permissionPaths,
  ...identityPaths,
  ...workloadPaths,
  ...launches.flatMap(({ passedTo, actions, starts, source }) =>
    actions.map(
      (needs): EscalationPath => ({
        needs: ['iam:PassRole', ...needs],
        passedTo,
        gain: `start ${starts} with any role that trusts ${passedTo[0]}`,
        target: { type: 'role', is: 'administrator', gain: `start ${starts} with the permissions of` },
        source,
      }),
    ),
  ),
];
