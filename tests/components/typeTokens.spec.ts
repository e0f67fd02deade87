import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as components from '../../components';

const folder = join(__dirname, '..', '..', 'components');

describe("components' type tokens", () => {
  it('are literals that deployed stacks rely on', () => {
    const tokens = readdirSync(folder)
      .map((file) => /super\(\s*'([^']+)'/.exec(readFileSync(join(folder, file), 'utf8'))?.[1])
      .filter((token) => token !== undefined);
    assert.deepEqual(tokens.sort(), [
      'model-observability:index:AlertRouting',
      'model-observability:index:AnalyzerSchedules',
      'model-observability:index:AuditDetection',
      'model-observability:index:AuditTrail',
      'model-observability:index:BaselineStore',
      'model-observability:index:CaptureQueries',
      'model-observability:index:IncidentIndex',
      'model-observability:index:IncidentMirror',
      'model-observability:index:MessageRouting',
      'model-observability:index:MonitoringAlarms',
      'model-observability:index:MonitoringDashboard',
      'model-observability:index:MonitoringRoles',
      'model-observability:index:MonitoringSchedules',
      'model-observability:index:StackQueries',
    ]);
    assert.deepEqual(
      Object.keys(components)
        .map((name) => `model-observability:index:${name}`)
        .sort(),
      tokens,
    );
  });
});
