import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readTextFile } from '../../store/documents';
import type { Subject } from './subject';

type Settings = Record<string, unknown>;

const stackFile = join(resolve(__dirname, '..', '..'), 'Pulumi.local.yaml');

/** Settings of the local stack: its file with the rehearsal's pager, and the subject as the only endpoint. */
export function makeStackSettings(subject: Subject, pagerUrl: string, baseline?: string): Settings {
  return {
    ...readConfig(),
    'model-observability:pagerUrl': pagerUrl,
    'model-observability:endpoints': {
      [subject.day.endpoint]: { ...subject.setting, baseline },
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
