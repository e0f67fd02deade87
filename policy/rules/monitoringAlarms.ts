import { alarmCover, alarmNamesOf, hasActions } from '../monitoring/alarmCover';
import { alarmMetrics } from '../monitoring/alarmMetrics';
import { type Emitters, emittedMetric, metricEmitters } from '../monitoring/emittedMetric';
import { monitoringTypes, resourcesOfKind } from '../monitoring/monitoringResources';
import { mutedAlarms, mutesForever } from '../monitoring/muteRule';
import { asList, notYetKnown, textsOf } from '../pack/propertyValue';
import { comingFrom, isFutureOutput, type Resource } from '../pack/resource';
import type { StackRule } from '../pack/rule';
import { passes, undetermined, type Verdict, violates } from '../pack/verdict';

export const monitoringAlarms: StackRule = {
  id: 'monitoring-alarms',
  displayName: 'Alarms notify',
  description:
    'Every alarm has actions of its own or through a composite alarm, treats missing data explicitly, is ' +
    'not muted, and uses a metric that is published.',
  rationale:
    'An alarm that notifies no one, or that uses a metric nothing publishes, looks healthy while the model fails.',
  severity: 'high',
  framework: {
    name: 'AWS Foundational Security Best Practices',
    version: '1.0.0',
    reference: 'CloudWatch.15, CloudWatch.17',
    specification:
      'CloudWatch alarms should have specified actions configured, and CloudWatch alarm actions should be activated',
  },
  source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html',
  remediationSteps:
    'Set alarmActions and treatMissingData, enable actions, let mute rules expire, and fix the namespace, ' +
    'metric name and dimensions.',
  example: {
    avoid: {
      drift: {
        type: monitoringTypes.metricAlarm,
        properties: { namespace: 'ModelObservability', metricName: 'BrokenPromises' },
      },
    },
    prefer: {
      drift: {
        type: monitoringTypes.metricAlarm,
        properties: {
          namespace: 'ModelObservability',
          metricName: 'BrokenPromises',
          treatMissingData: 'notBreaching',
          alarmActions: ['arn:aws:sns:eu-west-1:123456789012:alerts'],
        },
      },
    },
  },
  configSchema: {
    properties: {
      emittedMetrics: {
        type: 'array',
        items: { type: 'string' },
        default: [
          'ModelObservability::BrokenPromises',
          'ModelObservability::MonitorRuns',
          'ModelObservability::RejectedShare',
          'ModelObservability::DriftDistance',
          'ModelObservability::Completeness',
          'ModelObservability::CleanChecks',
        ],
        description: 'Metrics that your own functions publish: Namespace or Namespace::Metric.',
      },
    },
  },
  checkStack: (resources, settings) => {
    const alarms = resourcesOfKind(resources, 'metricAlarm', 'compositeAlarm');
    const cover = alarmCover(alarms, resourcesOfKind(resources, 'compositeAlarm'));
    const emitters = metricEmitters(resources, textsOf(settings['emittedMetrics']));
    const muteRules = resourcesOfKind(resources, 'muteRule');
    return alarms.flatMap((alarm) => {
      const verdicts = [
        ...actionVerdicts(alarm, cover.get(alarm) ?? new Set()),
        ...enabledVerdicts(alarm),
        ...muteRules.flatMap((muteRule) => muteVerdicts(alarm, muteRule)),
        ...(alarm.type === monitoringTypes.metricAlarm
          ? [...missingDataVerdicts(alarm), ...metricVerdicts(alarm, emitters)]
          : []),
      ];
      return verdicts.length > 0 ? verdicts : [passes(alarm)];
    });
  },
};

function actionVerdicts(alarm: Resource, above: ReadonlySet<Resource>): Verdict[] {
  const acting = [alarm, ...above].map(hasActions);
  if (acting.includes(true)) return [];
  if (acting.includes(notYetKnown)) {
    const reason = `whether alarm '${alarm.name}' has actions is not known before the update${comingFrom(alarm, 'alarmActions')}.`;
    return [undetermined(alarm, reason)];
  }
  return [
    violates(
      alarm,
      `Alarm '${alarm.name}' has no actions: set alarmActions, or use it in the alarmRule of a composite ` +
        'alarm with actions.',
    ),
  ];
}

function enabledVerdicts(alarm: Resource): Verdict[] {
  const setting = alarm.property('actionsEnabled');
  if (setting === false) {
    return [violates(alarm, `Alarm '${alarm.name}' has its actions disabled: remove actionsEnabled false.`)];
  }
  // If the program does not set it, the provider returns true.
  if (setting !== notYetKnown || alarm.sources('actionsEnabled') === undefined) return [];
  const reason =
    `whether the actions of alarm '${alarm.name}' are enabled is not known before the ` +
    `update${comingFrom(alarm, 'actionsEnabled')}.`;
  return [undetermined(alarm, reason)];
}

function muteVerdicts(alarm: Resource, muteRule: Resource): Verdict[] {
  const targets = mutedAlarms(muteRule);
  const isNamed = alarmNamesOf(alarm).some((name) => targets.includes(name));
  const isSource = targets.includes(notYetKnown) && (muteRule.sources('muteTargets') ?? []).includes(alarm);
  const mutes = isNamed || isSource ? mutesForever(muteRule) : false;
  if (mutes === false) return [];
  if (mutes === notYetKnown) {
    return [
      undetermined(
        alarm,
        `how long mute rule '${muteRule.name}' mutes alarm '${alarm.name}' is not known before the update.`,
      ),
    ];
  }
  return [
    violates(
      alarm,
      `Alarm '${alarm.name}' is muted forever by mute rule '${muteRule.name}', which mutes without a gap: ` +
        'shorten its duration, or set expireDate.',
    ),
  ];
}

/** The provider returns 'missing' if the program sets nothing, so 'missing' is not explicit. */
function missingDataVerdicts(alarm: Resource): Verdict[] {
  const treatment = alarm.property('treatMissingData');
  const isExplicit =
    asList(treatment).length > 0 && treatment !== 'missing' && !isFutureOutput(alarm, 'treatMissingData');
  if (isExplicit) return [];
  return [
    violates(
      alarm,
      `Alarm '${alarm.name}' does not treat missing data explicitly: set treatMissingData to 'breaching' if ` +
        "missing data is a failure, otherwise to 'notBreaching'.",
    ),
  ];
}

function metricVerdicts(alarm: Resource, emitters: Emitters): Verdict[] {
  return alarmMetrics(alarm).flatMap((metric): Verdict[] => {
    const emission = emittedMetric(metric, emitters);
    if (emission.is === 'emitted') return [];
    const { namespace, name } = metric;
    const shown = typeof name === 'string' ? ` ${name}` : '';
    const where = typeof namespace === 'string' ? ` (${namespace})` : '';
    const text = `metric${shown}${where} of alarm '${alarm.name}' ${emission.why}`;
    if (emission.is === 'unknown') return [undetermined(alarm, `${text}.`)];
    return [violates(alarm, `${text[0]?.toUpperCase()}${text.slice(1)}.`)];
  });
}
