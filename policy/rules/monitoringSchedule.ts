import { definitionPart, monitoredEndpoint } from '../monitoring/jobDefinition';
import { monitoringTypes, resourcesOfKind } from '../monitoring/monitoringResources';
import { monitoringRoles } from '../monitoring/monitoringRole';
import { longestGapHours, scheduleForms } from '../monitoring/scheduleExpression';
import { capturingEndpoints, schemaVersions } from '../monitoring/schemaVersions';
import { Directory } from '../pack/directory';
import { notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import { comingFrom, type Resource } from '../pack/resource';
import { numberSetting, type RuleSettings, type StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const monitoringSchedule: StackRule = {
  id: 'monitoring-schedule',
  displayName: 'Monitors have a matching baseline',
  description:
    'Every monitoring schedule runs often enough, and its job definition has statistics and constraints of ' +
    'the schema version of its captures, encrypted reports and a least-privilege role.',
  rationale:
    'A monitor that runs rarely, has no baseline or compares another schema version misses drift without any error.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework',
    version: '2025-11-19',
    reference: 'MLPERF06-BP03',
    specification: 'Machine Learning Lens: evaluate data drift',
  },
  source: 'https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlperf06-bp03.html',
  remediationSteps:
    'Fix scheduleExpression. Give the job definition statistics and constraints from one schema=<version> ' +
    'folder, an output key, and a role that only SageMaker can assume and that can write only reports.',
  example: {
    avoid: {
      churn: {
        type: monitoringTypes.schedule,
        properties: {
          monitoringScheduleConfig: {
            monitoringType: 'DataQuality',
            monitoringJobDefinitionName: 'churn',
            scheduleConfig: { scheduleExpression: 'cron(0 0/6 ? * * *)' },
          },
        },
      },
    },
    prefer: {
      churn: {
        type: monitoringTypes.schedule,
        properties: {
          monitoringScheduleConfig: {
            monitoringType: 'DataQuality',
            monitoringJobDefinitionName: 'churn',
            scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
          },
        },
      },
    },
  },
  configSchema: {
    properties: {
      maxHoursBetweenRuns: {
        type: 'number',
        minimum: 1,
        maximum: 24,
        default: 1,
        description: 'Maximum hours between two runs.',
      },
      reportPrefix: {
        type: 'string',
        default: 'reports/',
        description: 'Prefix of the keys that a monitor can write.',
      },
    },
  },
  environmentDefaults: { dev: { maxHoursBetweenRuns: 24 } },
  checkStack: (resources, settings) => {
    const definitions = resourcesOfKind(resources, 'definition');
    const directory = new Directory(definitions);
    return [
      ...resourcesOfKind(resources, 'schedule').flatMap((schedule) => {
        const verdicts = [...frequencyVerdicts(schedule, settings), ...definitionVerdicts(schedule, directory)];
        return verdicts.length > 0 ? verdicts : [passes(schedule)];
      }),
      ...judgeDefinitions(definitions, resources, settings),
    ];
  },
};

function frequencyVerdicts(schedule: Resource, settings: RuleSettings): Verdict[] {
  const config = schedule.property('monitoringScheduleConfig');
  const expression = valueAt(config, 'scheduleConfig', 'scheduleExpression');
  if (expression === notYetKnown) {
    const reason =
      `the expression of schedule '${schedule.name}' is not known before the ` +
      `update${comingFrom(schedule, 'monitoringScheduleConfig')}.`;
    return [undetermined(schedule, reason)];
  }
  if (typeof expression !== 'string' || expression === 'NOW') {
    return [
      violates(schedule, `Schedule '${schedule.name}' does not recur: set scheduleExpression to cron(0 * ? * * *).`),
    ];
  }
  const hours = longestGapHours(expression);
  if (hours === undefined) {
    return [
      violates(
        schedule,
        `Schedule '${schedule.name}' has an invalid expression '${expression}': use ${scheduleForms}.`,
      ),
    ];
  }
  const maxHours = numberSetting(settings, 'maxHoursBetweenRuns') ?? 1;
  if (hours <= maxHours) return [];
  return [
    violates(
      schedule,
      `Schedule '${schedule.name}' leaves up to ${hours} hours between runs; the maximum is ${maxHours}. Set ` +
        'scheduleExpression to cron(0 * ? * * *), or raise maxHoursBetweenRuns.',
    ),
  ];
}

function definitionVerdicts(schedule: Resource, definitions: Directory): Verdict[] {
  if (definitions.find(schedule, 'monitoringScheduleConfig').resources.length > 0) return [];
  const config = schedule.property('monitoringScheduleConfig');
  const type = valueAt(config, 'monitoringType');
  // The provider has no resources for job definitions of other types.
  if (typeof type === 'string' && type !== 'DataQuality') return [];
  const name = valueAt(config, 'monitoringJobDefinitionName');
  const which = typeof name === 'string' ? `'${name}'` : `of schedule '${schedule.name}'`;
  return [undetermined(schedule, `job definition ${which} belongs to another stack and can be judged only there.`)];
}

function judgeDefinitions(
  definitions: readonly Resource[],
  resources: readonly Resource[],
  settings: RuleSettings,
): Verdict[] {
  const reports = settings['reportPrefix'];
  const roles = monitoringRoles(resources, typeof reports === 'string' ? reports : '');
  const captures = capturingEndpoints(resources);
  return definitions.flatMap((definition) => {
    const verdicts = [
      ...baselineVerdicts(definition),
      ...schemaVerdicts(definition, captures),
      ...encryptionVerdicts(definition),
      ...roleVerdicts(definition, roles),
    ];
    return verdicts.length > 0 ? verdicts : [passes(definition)];
  });
}

function baselineVerdicts(definition: Resource): Verdict[] {
  const baseline = definitionPart(definition, 'baseline');
  return (['statistics', 'constraints'] as const).flatMap((kind) => {
    const uri: PropertyValue | undefined = valueAt(baseline, `${kind}Resource`, 's3Uri');
    if (uri === notYetKnown || (typeof uri === 'string' && uri !== '')) return [];
    return [
      violates(
        definition,
        `Job definition '${definition.name}' has no baseline ${kind}: set ` +
          `dataQualityBaselineConfig.${kind}Resource.s3Uri.`,
      ),
    ];
  });
}

function schemaVerdicts(definition: Resource, captures: ReturnType<typeof capturingEndpoints>): Verdict[] {
  const locations = schemaVersions(definition, captures);
  const versions = new Set(
    locations.map(({ version }) => version).filter((version) => version !== notYetKnown && version !== undefined),
  );
  if (versions.size > 1) {
    const parts = locations.map(({ what, version }) => `${what} ${String(version)}`).join(', ');
    return [
      violates(
        definition,
        `Job definition '${definition.name}' mixes schema versions (${parts}): use one schema=<version> ` +
          'folder for all.',
      ),
    ];
  }
  const unnamed = locations.filter(({ version }) => version === undefined);
  if (unnamed.length === 0) return [];
  return [
    violates(
      definition,
      `Job definition '${definition.name}' has ${unnamed.map(({ what }) => what).join(' and ')} without a ` +
        'schema version: store them in a schema=<version> folder.',
    ),
  ];
}

function encryptionVerdicts(definition: Resource): Verdict[] {
  const key = valueAt(definitionPart(definition, 'output'), 'kmsKeyId');
  const cluster = valueAt(definition.property('jobResources'), 'clusterConfig');
  const instances = valueAt(cluster, 'instanceCount');
  const traffic = valueAt(definition.property('networkConfig'), 'enableInterContainerTrafficEncryption');
  const hasSeveralInstances = typeof instances === 'number' && instances > 1;
  return [
    ...(key === notYetKnown || (typeof key === 'string' && key !== '')
      ? []
      : [
          violates(
            definition,
            `Job definition '${definition.name}' does not encrypt its reports: set ` +
              'dataQualityJobOutputConfig.kmsKeyId.',
          ),
        ]),
    ...(hasSeveralInstances && traffic !== true && traffic !== notYetKnown
      ? [
          violates(
            definition,
            `Job definition '${definition.name}' sends captures unencrypted between ${instances} instances: ` +
              'set networkConfig.enableInterContainerTrafficEncryption to true.',
          ),
        ]
      : []),
  ];
}

function roleVerdicts(definition: Resource, roles: ReturnType<typeof monitoringRoles>): Verdict[] {
  const role = roles.of(definition);
  if (!role) {
    const arn = definition.property('roleArn');
    const which = typeof arn === 'string' ? `'${arn}'` : `of job definition '${definition.name}'`;
    return [undetermined(definition, `role ${which} belongs to another stack and can be judged only there.`)];
  }
  const { faults, unknown } = roles.read(role);
  if (faults.length > 0) {
    return faults.map((fault) =>
      violates(
        definition,
        `Job definition '${definition.name}' runs in role '${role.name}', which ${fault}: create a separate ` +
          'role for the monitor.',
      ),
    );
  }
  if (!unknown) return [];
  // Reported for the policy, like the undetermined verdicts of the IAM rules, so that they are merged.
  const endpoint = monitoredEndpoint(definition);
  const whose = typeof endpoint === 'string' ? ` of endpoint '${endpoint}'` : '';
  return [
    undetermined(
      unknown,
      `the permissions of the monitor${whose} in role '${role.name}' are known only during the update.`,
    ),
  ];
}
