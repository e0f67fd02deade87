import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readTextFile } from '../../store/documents';
import type { Subject } from './subject';

type Settings = Record<string, unknown>;

const stackFile = join(resolve(__dirname, '..', '..'), 'Pulumi.local.yaml');

/** Ids of the baselines in effect, of the subject and of what the analyzer monitors. */
interface BaselineIds {
  readonly managed?: string;
  readonly analyzed?: string;
}

/** Settings of the local stack: its file with the rehearsal's pager, and the subject's endpoints as the only ones. */
export function makeStackSettings(subject: Subject, pagerUrl: string, baselines: BaselineIds = {}): Settings {
  const { day, setting, analyzed } = subject;
  const config = readConfig();
  const evidence = config['model-observability:evidence'] as Settings;
  return {
    ...config,
    ...(day.maintenance && { 'model-observability:evidence': { ...evidence, mutes: [day.maintenance] } }),
    'model-observability:pagerUrl': pagerUrl,
    'model-observability:endpoints': {
      [day.endpoint]: { ...setting, baseline: baselines.managed },
      ...(analyzed && { [analyzed.day.endpoint]: { ...analyzed.setting, baseline: baselines.analyzed } }),
    },
  };
}

/** Region in the local stack's file. */
export function readStackRegion(): string {
  return String(readConfig()['aws:region']);
}

function readConfig(): Settings {
  return (parse(readTextFile(stackFile)) as { config: Settings }).config;
}
