import { type Link, listed } from './link';

/** Deployment, policy pack and baseline. */
export const deploymentLinks: readonly Link[] = [
  {
    id: 'stack-deploys',
    title: 'The stack deploys under the policy pack',
    expected: 'the first deployment creates resources; no deployment has a mandatory finding',
    judge: ({ deployments }) => {
      const [first] = deployments;
      const mandatory = deployments.flatMap(({ findings }) => findings.filter((f) => f.level === 'mandatory'));
      return {
        held: (first?.created ?? 0) > 0 && mandatory.length === 0,
        observed: `${first?.created ?? 0} resources created; mandatory findings: ${mandatory.length}`,
      };
    },
  },
  {
    id: 'policy-refuses',
    title: 'The policy pack refuses a store that lost its versioning',
    expected: 'a preview with suspended versioning ends with a mandatory finding of s3-bucket-versioning',
    judge: ({ refusal }) => ({
      held: refusal.some(({ policy }) => policy === 's3-bucket-versioning'),
      observed: refusal[0] ? `${refusal.length} findings; ${refusal[0].policy}: ${refusal[0].message}` : 'no finding',
    }),
  },
  {
    id: 'baseline-stored',
    title: 'The baseline lies in its versioned place, as its manifest says',
    expected:
      'statistics, constraints and manifest, each with a version and the hash of the manifest; its columns are those of the registered schema',
    judge: ({ baseline: { manifest, stored, schema } }) => ({
      held:
        stored.length === 3 &&
        stored.every((file) => file.hashMatches && file.versionId !== 'null') &&
        schema.fingerprint === manifest.captureSchema?.fingerprint,
      observed: `${manifest.id}: ${manifest.rows} rows, ${stored.filter((f) => f.hashMatches).length} of ${stored.length} files as hashed; schema ${schema.version} registered as ${schema.fingerprint.slice(0, 12)}`,
    }),
  },
  {
    id: 'schedule-deployed',
    title: 'Schedule and alarms are deployed on that baseline',
    expected: 'the second deployment adds the endpoint’s schedule and alarms',
    judge: ({ deployments, alarmNames }) => ({
      held: (deployments[1]?.created ?? 0) > 0 && alarmNames.length > 0,
      observed: `${deployments[1]?.created ?? 0} resources created, ${alarmNames.length} of them alarms`,
    }),
  },
  {
    id: 'destroy-leaves-nothing',
    title: 'Destroying the stack leaves nothing behind',
    expected: 'no bucket, queue, topic, role, function, alarm, schedule or job definition',
    judge: ({ leftovers }) =>
      leftovers && {
        held: leftovers.length === 0,
        observed: leftovers.length === 0 ? 'nothing left' : listed(leftovers),
      },
  },
];
