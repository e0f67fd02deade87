import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { type EndpointMonitor, monitorOf, monitorSettingsKey } from '../../contract/monitorSettings';
import { baselineKey } from '../../contract/storeLayout';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { readText, type StorePlace } from './storeObjects';

/** An endpoint's settings and the baseline in effect. */
export interface MonitoredEndpoint {
  readonly settings: EndpointMonitor;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/** Baselines kept in memory between batches; a function works for few endpoints at a time. */
const keptBaselines = 20;

/** Reads the settings that the stack wrote for each endpoint. Baselines never change, so each is read once. */
export class EndpointMonitors {
  private readonly baselines = new Map<string, Promise<Omit<MonitoredEndpoint, 'settings'>>>();

  constructor(private readonly place: StorePlace) {}

  /** Returns undefined for an endpoint that the stack does not monitor. */
  async find(endpoint: string, schema: string): Promise<MonitoredEndpoint | undefined> {
    const { text } = await readText(this.place, monitorSettingsKey);
    const settings = monitorOf(text, endpoint);
    if (!settings || settings.schema !== schema) return undefined;
    return { settings, ...(await this.baseline(endpoint, settings)) };
  }

  private baseline(endpoint: string, { schema, baseline }: EndpointMonitor) {
    const key = `${endpoint} ${schema} ${baseline}`;
    const known = this.baselines.get(key);
    if (known) return known;
    const read = this.readBaseline(endpoint, schema, baseline).catch((error: unknown) => {
      this.baselines.delete(key);
      throw error;
    });
    this.baselines.set(key, read);
    const [oldest] = this.baselines.keys();
    if (this.baselines.size > keptBaselines && oldest !== undefined) this.baselines.delete(oldest);
    return read;
  }

  private async readBaseline(endpoint: string, schema: string, baseline: string) {
    const file = async (name: 'statistics.json' | 'constraints.json') => {
      const key = baselineKey({ endpoint, schema }, baseline, name);
      return { key, text: (await readText(this.place, key)).text };
    };
    const [statistics, constraints] = [await file('statistics.json'), await file('constraints.json')];
    return {
      statistics: modelMonitorJson.readStatistics(statistics.text, statistics.key),
      constraints: modelMonitorJson.readConstraints(constraints.text, constraints.key),
    };
  }
}
