import { type Link, listNames } from './link';

/** Links of the deployment, the policy pack and the baseline. */
export const deploymentLinks: readonly Link[] = [
  {
    id: 'stack-deploys',
    title: 'The stack deploys under the policy pack',
    expected: 'the first deployment creates resources, and no deployment has a mandatory finding',
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
    title: 'The policy pack blocks a store without versioning',
    expected: 'a preview with suspended versioning has a mandatory finding of s3-bucket-versioning',
    judge: ({ refusal }) => ({
      held: refusal.some(({ policy }) => policy === 's3-bucket-versioning'),
      observed: refusal[0] ? `${refusal.length} findings; ${refusal[0].policy}: ${refusal[0].message}` : 'no finding',
    }),
  },
  {
    id: 'baseline-stored',
    title: 'The baseline in the store matches its manifest',
    expected:
      'statistics, constraints and manifest have an object version and the hash in the manifest, and the columns match the registered schema',
    judge: ({ baseline: { manifest, stored, schema } }) => ({
      held:
        stored.length === 3 &&
        stored.every((file) => file.hashMatches && file.versionId !== 'null') &&
        schema.fingerprint === manifest.captureSchema?.fingerprint,
      observed: `${manifest.id}: ${manifest.rows} rows, ${stored.filter((f) => f.hashMatches).length} of ${stored.length} files match; schema ${schema.version} registered as ${schema.fingerprint.slice(0, 12)}`,
    }),
  },
  {
    id: 'schedule-deployed',
    title: 'Schedule and alarms are deployed with that baseline',
    expected: 'the second deployment creates the endpoint’s schedule and alarms',
    judge: ({ deployments, alarmNames }) => ({
      held: (deployments[1]?.created ?? 0) > 0 && alarmNames.length > 0,
      observed: `${deployments[1]?.created ?? 0} resources created, ${alarmNames.length} of them alarms`,
    }),
  },
  {
    id: 'destroy-leaves-nothing',
    title: 'Destroying the stack leaves no resource',
    expected: 'no bucket, queue, topic, role, function, alarm, schedule or job definition',
    judge: ({ leftovers }) =>
      leftovers && {
        held: leftovers.length === 0,
        observed: leftovers.length === 0 ? 'no resource left' : `left: ${listNames(leftovers)}`,
      },
  },
];
