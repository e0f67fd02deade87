import { hourMs } from '../../../contract/hours';
import { AwsError } from '../protocol/awsError';
import { acceptParams, type Handlers } from '../protocol/handlers';

/** A rule as PutAlarmMuteRule defines it; times are in epoch seconds. */
interface MuteRule {
  readonly Name: string;
  readonly Description?: string;
  readonly Rule: { readonly Schedule: { readonly Expression: string; readonly Duration: string } };
  readonly MuteTargets?: { readonly AlarmNames: readonly string[] };
  readonly StartDate?: number;
  readonly ExpireDate?: number;
}

interface StoredRule extends MuteRule {
  readonly updatedAt: number;
}

interface MuteRulesOptions {
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
}

/** Alarm mute rules, which moto lacks: their alarms change state without actions, and keep `ActionsEnabled`. */
export class MuteRules {
  private readonly rules = new Map<string, StoredRule>();

  constructor(private readonly options: MuteRulesOptions) {}

  readonly handlers: Handlers = {
    'monitoring:PutAlarmMuteRule': acceptParams<MuteRule>(
      ['Name', 'Description', 'Rule', 'MuteTargets', 'StartDate', 'ExpireDate'],
      (rule) => {
        spanOf(rule);
        this.rules.set(rule.Name, { ...rule, updatedAt: this.options.now().getTime() / 1000 });
      },
    ),
    'monitoring:DeleteAlarmMuteRule': acceptParams<{ AlarmMuteRuleName: string }>(
      ['AlarmMuteRuleName'],
      ({ AlarmMuteRuleName }) => void this.rules.delete(AlarmMuteRuleName),
    ),
    'monitoring:GetAlarmMuteRule': acceptParams<{ AlarmMuteRuleName: string }>(
      ['AlarmMuteRuleName'],
      ({ AlarmMuteRuleName }) => {
        const rule = this.rules.get(AlarmMuteRuleName);
        if (!rule) throw new AwsError('ResourceNotFoundException', `Unknown mute rule ${AlarmMuteRuleName}`, 404);
        const { updatedAt: _, ...definition } = rule;
        return { ...definition, ...this.describe(rule) };
      },
    ),
    'monitoring:ListAlarmMuteRules': acceptParams<{ Statuses?: readonly string[] }>(['Statuses'], ({ Statuses }) => {
      const summaries = [...this.rules.values()].map((rule) => this.describe(rule));
      return { AlarmMuteRuleSummaries: summaries.filter(({ Status }) => !Statuses || Statuses.includes(Status)) };
    }),
  };

  /** Whether a rule mutes an alarm now. */
  mutes(alarm: string): boolean {
    return [...this.rules.values()].some(
      (rule) => rule.MuteTargets?.AlarmNames.includes(alarm) && this.statusOf(rule) === 'ACTIVE',
    );
  }

  private describe(rule: StoredRule) {
    const { accountId, region } = this.options;
    return {
      AlarmMuteRuleArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm-mute-rule:${rule.Name}`,
      ExpireDate: rule.ExpireDate,
      Status: this.statusOf(rule),
      MuteType: rule.Rule.Schedule.Expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
      LastUpdatedTimestamp: rule.updatedAt,
    };
  }

  private statusOf(rule: MuteRule): 'SCHEDULED' | 'ACTIVE' | 'EXPIRED' {
    const now = this.options.now().getTime();
    const { from, to } = spanOf(rule);
    if (now >= to) return 'EXPIRED';
    return now < from ? 'SCHEDULED' : 'ACTIVE';
  }
}

/** When a rule mutes, in milliseconds. Throws for a schedule other than `at(...)` of some hours, or every day all day. */
function spanOf({ Name, Rule, StartDate, ExpireDate }: MuteRule): { readonly from: number; readonly to: number } {
  const { Expression, Duration } = Rule.Schedule;
  const start = StartDate === undefined ? 0 : StartDate * 1000;
  const end = ExpireDate === undefined ? Number.POSITIVE_INFINITY : ExpireDate * 1000;
  if (Expression === 'cron(0 0 * * *)' && Duration === 'PT24H') return { from: start, to: end };
  const [, at = ''] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(Expression) ?? [];
  const [, hours = ''] = /^PT(\d+)H$/.exec(Duration) ?? [];
  const from = Date.parse(`${at}Z`);
  if (Number.isNaN(from) || hours === '') {
    throw new AwsError(
      'LocalAwsNotImplemented',
      `the local AWS does not support the schedule of mute rule '${Name}'; supported: at(yyyy-mm-ddThh:mm) for PT<hours>H, and cron(0 0 * * *) for PT24H`,
    );
  }
  return { from, to: Math.min(from + Number(hours) * hourMs, end) };
}
