import { AwsError } from '../protocol/awsError';
import { type Handler, type Handlers, passOn } from '../protocol/router';
import {
  type Alarm,
  type CompositeAlarmDefinition,
  checkCompositeAlarm,
  checkMetricAlarm,
  describeAlarm,
  type MetricAlarmDefinition,
} from './alarm';
import type { AlarmState } from './compositeRule';

export interface AlarmBookOptions {
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  /** Makes a change of state known: SetAlarmState comes through here too. */
  readonly transition: (alarm: Alarm, to: AlarmState, reason: string) => Promise<unknown>;
}

interface TagInput {
  readonly Key: string;
  readonly Value: string;
}

type Input<T> = T & { readonly Tags?: readonly TagInput[]; readonly ActionsEnabled?: boolean };

/** The account's alarms, metric and composite, and CloudWatch's calls on them. */
export class AlarmBook {
  private readonly alarms = new Map<string, Alarm>();
  constructor(private readonly options: AlarmBookOptions) {}

  /** By name or ARN. */
  find(nameOrArn: string): Alarm | undefined {
    return this.alarms.get(nameOrArn) ?? [...this.alarms.values()].find((alarm) => alarm.arn === nameOrArn);
  }

  all(): readonly Alarm[] {
    return [...this.alarms.values()];
  }

  readonly handlers: Handlers = {
    'monitoring:PutMetricAlarm': (params) => {
      const { Tags, ...definition } = params as unknown as Input<MetricAlarmDefinition>;
      checkMetricAlarm(definition);
      this.put(
        definition.AlarmName ?? '',
        Tags,
        (standing) => ({ ...standing, kind: 'metric', definition }),
        definition.ActionsEnabled,
      );
    },
    'monitoring:PutCompositeAlarm': (params) => {
      const { Tags, ...definition } = params as unknown as Input<CompositeAlarmDefinition>;
      checkCompositeAlarm(definition, (alarm) => this.find(alarm));
      this.put(
        definition.AlarmName ?? '',
        Tags,
        (standing) => ({ ...standing, kind: 'composite', definition }),
        definition.ActionsEnabled,
      );
    },
    'monitoring:DescribeAlarms': (params) => this.describe(params),
    'monitoring:DescribeAlarmsForMetric': notHere,
    'monitoring:DescribeAlarmHistory': notHere,
    'monitoring:EnableAlarmActions': (params) => this.setActions(params, true),
    'monitoring:DisableAlarmActions': (params) => this.setActions(params, false),
    'monitoring:DeleteAlarms': (params) => {
      for (const name of names(params)) this.alarms.delete(name);
    },
    'monitoring:SetAlarmState': async ({ AlarmName, StateValue, StateReason }) => {
      const alarm = this.existing(String(AlarmName));
      await this.options.transition(alarm, StateValue as AlarmState, String(StateReason));
    },
    'monitoring:TagResource': ({ ResourceARN, Tags }) =>
      this.onTags(ResourceARN, (tags) => {
        for (const { Key, Value } of Tags as TagInput[]) tags.set(Key, Value);
      }),
    'monitoring:UntagResource': ({ ResourceARN, TagKeys }) =>
      this.onTags(ResourceARN, (tags) => {
        for (const key of TagKeys as string[]) tags.delete(key);
      }),
    'monitoring:ListTagsForResource': ({ ResourceARN }) =>
      this.onTags(ResourceARN, (tags) => ({
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
  };

  private existing(name: string): Alarm {
    const alarm = this.alarms.get(name);
    if (!alarm) throw new AwsError('ResourceNotFound', `Unknown alarm '${name}'`, 404);
    return alarm;
  }

  private put(
    name: string,
    tags: readonly TagInput[] | undefined,
    make: (standing: Omit<Alarm, 'kind' | 'definition'>) => Alarm,
    actionsEnabled = true,
  ): void {
    const { accountId, region, now } = this.options;
    const before = this.alarms.get(name);
    const at = now();
    const standing = {
      name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      actionsEnabled,
      // An update leaves the state as it is.
      state: before?.state ?? ('INSUFFICIENT_DATA' as const),
      reason: before?.reason ?? 'Unchecked: Initial alarm creation',
      stateSince: before?.stateSince ?? at,
      configuredAt: at,
      // Tags of an existing alarm change by TagResource only.
      tags: before?.tags ?? new Map((tags ?? []).map(({ Key, Value }) => [Key, Value])),
    };
    this.alarms.set(name, make(standing));
  }

  private setActions(params: Readonly<Record<string, unknown>>, enabled: boolean): void {
    for (const name of names(params)) {
      const alarm = this.alarms.get(name);
      if (alarm) alarm.actionsEnabled = enabled;
    }
  }

  private onTags(arn: unknown, act: (tags: Map<string, string>) => unknown): unknown {
    if (!String(arn).includes(':alarm:')) return passOn;
    const alarm = this.find(String(arn));
    if (!alarm) throw new AwsError('ResourceNotFoundException', `Unknown alarm ${String(arn)}`, 404);
    return act(alarm.tags) ?? {};
  }

  private describe(params: Readonly<Record<string, unknown>>): unknown {
    const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, ActionPrefix, MaxRecords, NextToken } = params as {
      AlarmNames?: string[];
      AlarmNamePrefix?: string;
      AlarmTypes?: string[];
      StateValue?: AlarmState;
      ActionPrefix?: string;
      MaxRecords?: number;
      NextToken?: string;
    };
    // Without AlarmTypes, AWS answers with metric alarms only.
    const types = AlarmTypes?.length ? AlarmTypes : ['MetricAlarm'];
    const found = this.all()
      .filter((a) => types.includes(a.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm'))
      .filter((a) => !AlarmNames?.length || AlarmNames.includes(a.name))
      .filter((a) => a.name.startsWith(AlarmNamePrefix ?? ''))
      .filter((a) => !StateValue || a.state === StateValue)
      .filter((a) => !ActionPrefix || a.definition.AlarmActions?.some((action) => action.startsWith(ActionPrefix)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const from = Number(NextToken ?? 0);
    const to = from + (MaxRecords ?? 100);
    const page = found.slice(from, to);
    return {
      MetricAlarms: page.filter((a) => a.kind === 'metric').map(describeAlarm),
      CompositeAlarms: page.filter((a) => a.kind === 'composite').map(describeAlarm),
      ...(to < found.length ? { NextToken: String(to) } : {}),
    };
  }
}

function names(params: Readonly<Record<string, unknown>>): readonly string[] {
  return (params['AlarmNames'] ?? []) as string[];
}

/** moto would answer these from its own alarms, of which there are none. */
const notHere: Handler = (_, { operation }) => {
  throw new AwsError(
    'LocalAwsNotImplemented',
    `the local AWS does not do ${operation}; DescribeAlarms shows every alarm`,
  );
};
