import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { type MetricFilter, paginateDescribeMetricFilters } from '@aws-sdk/client-cloudwatch-logs';
import type { MotoClients } from '../protocol/motoClients';
import { parseFilterPattern } from './filterPattern';

interface TrailLogsOptions {
  readonly clients: Pick<MotoClients, 'logs'>;
  readonly now: () => Date;
  readonly putMetricData: (namespace: string, data: readonly MetricDatum[]) => Promise<void>;
}

/** The log groups of trails: metric filters count their records, as moto's do not. */
export class TrailLogs {
  private undelivered: { readonly logGroup: string; readonly record: unknown }[] = [];

  constructor(private readonly options: TrailLogsOptions) {}

  readonly add = (logGroup: string, record: unknown): void => {
    this.undelivered.push({ logGroup, record });
  };

  /** Delivers the outstanding records to the log groups' filters, which count them in the second before now. */
  async deliver(): Promise<void> {
    const records = this.undelivered;
    this.undelivered = [];
    const at = new Date(this.options.now().getTime() - 1000);
    for (const logGroup of new Set(records.map((entry) => entry.logGroup))) {
      const own = records.filter((entry) => entry.logGroup === logGroup);
      for (const filter of await this.filtersOf(logGroup)) {
        const matches = parseFilterPattern(filter.filterPattern ?? '');
        const count = own.filter(({ record }) => matches(record)).length;
        if (count > 0) await this.count(filter, count, at);
      }
    }
  }

  private async filtersOf(logGroupName: string): Promise<MetricFilter[]> {
    const filters: MetricFilter[] = [];
    const pages = paginateDescribeMetricFilters({ client: this.options.clients.logs }, { logGroupName });
    for await (const { metricFilters = [] } of pages) filters.push(...metricFilters);
    return filters;
  }

  private async count({ metricTransformations = [] }: MetricFilter, count: number, Timestamp: Date): Promise<void> {
    for (const { metricName, metricNamespace = '', metricValue } of metricTransformations) {
      const Value = count * Number(metricValue);
      await this.options.putMetricData(metricNamespace, [{ MetricName: metricName, Value, Timestamp }]);
    }
  }
}
