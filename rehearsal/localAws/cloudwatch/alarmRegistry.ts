import { AwsError } from '../protocol/awsError';
import { acceptParams, type Handler, type Handlers, passOn, type Tag, tagList, tagMap } from '../protocol/handlers';
import { type Alarm, checkMetricAlarm, describeAlarm, type MetricAlarmDefinition, metricAlarmKeys } from './alarm';
import type { AlarmState } from './alarmEvaluation';

interface AlarmRegistryOptions {
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  /** Changes an alarm's state and takes its actions; SetAlarmState uses it too. */
  readonly transition: (alarm: Alarm, to: AlarmState, reason: string) => Promise<unknown>;
}

type WithTags<T> = T & { readonly Tags?: readonly Tag[] };

interface AlarmFilter {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: AlarmState;
  readonly ActionPrefix?: string;
}

interface Page {
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** The account's alarms, and CloudWatch's calls on them. */
export class AlarmRegistry {
  private readonly alarms = new Map<string, Alarm>();
  constructor(private readonly options: AlarmRegistryOptions) {}

  /** By name or ARN. */
  find(nameOrArn: string): Alarm | undefined {
    return this.alarms.get(nameOrArn) ?? this.all().find((alarm) => alarm.arn === nameOrArn);
  }

  all(): readonly Alarm[] {
    return [...this.alarms.values()];
  }

  readonly handlers: Handlers = {
    'monitoring:PutMetricAlarm': acceptParams<WithTags<MetricAlarmDefinition>>(
      [...metricAlarmKeys, 'Tags'],
      ({ Tags, ...definition }) => {
        checkMetricAlarm(definition);
        const alarm = this.defineAlarm(definition, Tags);
        this.alarms.set(alarm.name, alarm);
      },
    ),
    'monitoring:PutCompositeAlarm': refuseCall,
    'monitoring:DescribeAlarms': acceptParams<AlarmFilter & Page>(
      ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'ActionPrefix', 'MaxRecords', 'NextToken'],
      (params) => this.describe(params),
    ),
    'monitoring:DescribeAlarmsForMetric': refuseCall,
    'monitoring:DescribeAlarmHistory': refuseCall,
    'monitoring:EnableAlarmActions': acceptParams<{ AlarmNames: string[] }>(['AlarmNames'], ({ AlarmNames }) =>
      this.setActions(AlarmNames, true),
    ),
    'monitoring:DisableAlarmActions': acceptParams<{ AlarmNames: string[] }>(['AlarmNames'], ({ AlarmNames }) =>
      this.setActions(AlarmNames, false),
    ),
    'monitoring:DeleteAlarms': acceptParams<{ AlarmNames: string[] }>(['AlarmNames'], ({ AlarmNames }) => {
      for (const name of AlarmNames) this.alarms.delete(name);
    }),
    'monitoring:SetAlarmState': acceptParams<{ AlarmName: string; StateValue: AlarmState; StateReason: string }>(
      ['AlarmName', 'StateValue', 'StateReason'],
      async ({ AlarmName, StateValue, StateReason }) => {
        await this.options.transition(this.existing(AlarmName), StateValue, StateReason);
      },
    ),
    'monitoring:TagResource': acceptParams<{ ResourceARN: string; Tags: Tag[] }>(
      ['ResourceARN', 'Tags'],
      ({ ResourceARN, Tags }) =>
        this.onTags(ResourceARN, (tags) => {
          for (const { Key, Value } of Tags) tags.set(Key, Value);
        }),
    ),
    'monitoring:UntagResource': acceptParams<{ ResourceARN: string; TagKeys: string[] }>(
      ['ResourceARN', 'TagKeys'],
      ({ ResourceARN, TagKeys }) =>
        this.onTags(ResourceARN, (tags) => {
          for (const key of TagKeys) tags.delete(key);
        }),
    ),
    'monitoring:ListTagsForResource': acceptParams<{ ResourceARN: string }>(['ResourceARN'], ({ ResourceARN }) =>
      this.onTags(ResourceARN, (tags) => ({ Tags: tagList(tags) })),
    ),
  };

  private existing(name: string): Alarm {
    const alarm = this.alarms.get(name);
    if (!alarm) throw new AwsError('ResourceNotFound', `Unknown alarm '${name}'`, 404);
    return alarm;
  }

  /** An alarm that is put: an update keeps the state, and the tags, which only TagResource changes. */
  private defineAlarm(definition: MetricAlarmDefinition, tags: readonly Tag[] | undefined): Alarm {
    const { accountId, region, now } = this.options;
    const { AlarmName: name = '', ActionsEnabled: actionsEnabled = true } = definition;
    const previous = this.alarms.get(name);
    const at = now();
    return {
      name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      definition,
      actionsEnabled,
      state: previous?.state ?? 'INSUFFICIENT_DATA',
      reason: previous?.reason ?? 'Unchecked: Initial alarm creation',
      stateSince: previous?.stateSince ?? at,
      configuredAt: at,
      tags: previous?.tags ?? tagMap(tags),
    };
  }

  private setActions(names: readonly string[], enabled: boolean): void {
    for (const name of names) {
      const alarm = this.alarms.get(name);
      if (alarm) alarm.actionsEnabled = enabled;
    }
  }

  private onTags(arn: string, act: (tags: Map<string, string>) => unknown): unknown {
    if (!arn.includes(':alarm:')) return passOn;
    const alarm = this.find(arn);
    if (!alarm) throw new AwsError('ResourceNotFoundException', `Unknown alarm ${arn}`, 404);
    return act(alarm.tags) ?? {};
  }

  private describe({ MaxRecords = 100, NextToken, ...filter }: AlarmFilter & Page): unknown {
    const alarms = this.all()
      .filter((alarm) => matchesFilter(alarm, filter))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const from = Number(NextToken ?? 0);
    const to = from + MaxRecords;
    const page = alarms.slice(from, to);
    return {
      MetricAlarms: page.map(describeAlarm),
      CompositeAlarms: [],
      NextToken: to < alarms.length ? String(to) : undefined,
    };
  }
}

function matchesFilter(alarm: Alarm, filter: AlarmFilter): boolean {
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes, StateValue, ActionPrefix } = filter;
  return (
    (!AlarmTypes?.length || AlarmTypes.includes('MetricAlarm')) &&
    (!AlarmNames?.length || AlarmNames.includes(alarm.name)) &&
    alarm.name.startsWith(AlarmNamePrefix) &&
    (!StateValue || alarm.state === StateValue) &&
    (!ActionPrefix || (alarm.definition.AlarmActions ?? []).some((action) => action.startsWith(ActionPrefix)))
  );
}

/** moto would serve these from its own alarms, which are never evaluated. */
const refuseCall: Handler = (_, { operation }) => {
  throw new AwsError(
    'LocalAwsNotImplemented',
    `the local AWS does not support ${operation}; use PutMetricAlarm and DescribeAlarms: it has metric alarms only`,
  );
};
