import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readText } from '../../store/documents';
import type { Subject } from './subject';

type Settings = Record<string, unknown>;

const stackFile = join(resolve(__dirname, '..', '..'), 'Pulumi.local.yaml');

/** The local stack's settings: its file's, with the rehearsal's pager and the subject as the one endpoint. */
export function stackSettings(subject: Subject, pagerUrl: string, baseline?: string): Settings {
  const { config } = parse(readText(stackFile)) as { config: Settings };
  return {
    ...config,
    'model-observability:pagerUrl': pagerUrl,
    'model-observability:endpoints': {
      [subject.day.endpoint]: { ...subject.setting, ...(baseline === undefined ? {} : { baseline }) },
    },
  };
}

/** The region that the stack's file names. */
export function stackRegion(): string {
  const { config } = parse(readText(stackFile)) as { config: Settings };
  return String(config['aws:region']);
}
