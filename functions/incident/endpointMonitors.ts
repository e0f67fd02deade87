import type { Calibration } from '../../contract/calibration';
import type { MessageRoute } from '../../contract/messageRoute';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import {
  type EndpointMonitor,
  type IncidentSettings,
  incidentSettingsOf,
  monitorOf,
  monitorSettingsKey,
  mutesOf,
  routingOf,
} from '../../contract/monitorSettings';
import type { PlannedMute } from '../../contract/plannedMute';
import { alarmSettingsOf } from '../../contract/sla';
import { baselineKey, calibrationKey } from '../../contract/storeLayout';
import { readCalibration } from '../../quality/calibrated/readCalibration';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { listKeys, readText, type StorePlace } from './storeObjects';

/** An endpoint's settings, the baseline in effect, and the stack's ways to people. */
export interface MonitoredEndpoint {
  readonly stack: string;
  readonly routes: readonly MessageRoute[];
  /** Mutes of messages. */
  readonly mutes: readonly PlannedMute[];
  readonly incidents: IncidentSettings;
  readonly settings: EndpointMonitor;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
  /** The baseline's calibration, or why the exact rule is used, in one sentence. */
  readonly calibration: Calibration | string;
}

/** Baselines kept in memory between batches; a function works for few endpoints at a time. */
const keptBaselines = 20;

/** Reads the settings that the stack wrote for each endpoint. Baselines never change, so each is read once. */
export class EndpointMonitors {
  private readonly baselines = new Map<string, Promise<Pick<MonitoredEndpoint, 'statistics' | 'constraints'>>>();

  constructor(private readonly place: StorePlace) {}

  /** Returns undefined for an endpoint that the stack does not monitor. */
  async find(endpoint: string, schema: string): Promise<MonitoredEndpoint | undefined> {
    const { text } = await readText(this.place, monitorSettingsKey);
    const settings = monitorOf(text, endpoint);
    if (!settings || settings.schema !== schema) return undefined;
    const baseline = await this.baseline(endpoint, settings);
    const calibration = await this.calibration(endpoint, settings);
    const incidents = incidentSettingsOf(text);
    return { settings, incidents, ...routingOf(text), mutes: mutesOf(text), ...baseline, calibration };
  }

  /** Read for each run: a baseline may be calibrated again. */
  private async calibration(endpoint: string, { schema, baseline, sla }: EndpointMonitor) {
    if (alarmSettingsOf(sla).mode === 'exact') return 'The SLA sets mode exact.';
    const key = calibrationKey({ endpoint, schema }, baseline);
    // Listed first: a read of a missing object is denied where only some prefixes may be listed.
    const keys = await listKeys(this.place, key);
    if (!keys.includes(key)) return `Baseline ${baseline} has no calibration; 'baseline calibrate' makes one.`;
    const { calibration, problem } = readCalibration((await readText(this.place, key)).text, baseline);
    if (calibration?.approval) return calibration;
    const reason = problem === undefined ? 'it is not approved' : `${problem}; 'baseline calibrate' makes another`;
    return `The calibration of baseline ${baseline} is not used: ${reason}.`;
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
