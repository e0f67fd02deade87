import assert from 'node:assert/strict';
import { ruleList } from '../../policy/ruleList';
import { ownStack } from './ownStack';
import { runPack } from './policyStack';

const baseline = {
  'model-observability:endpoints': {
    'arrival-delay': {
      engine: 'modelMonitor',
      schema: 'v1',
      sla: 'assets/datasets/monitoring/sla.yaml',
      baseline: '2026-11-01-3f9a2c',
    },
  },
};
const pager = { 'model-observability:pagerUrl': 'https://pager.example.com/in' };
const changes = { dev: {}, prod: pager, local: baseline } as const;
/** Advice on names that are not known before: a prefix of alarms' names, and any name of a mute rule. */
const unlimitedReads = ['cloudwatch:DescribeAlarms', 'cloudwatch:ListAlarmMuteRules'];
/** Settings beyond the defaults that our own stacks satisfy. */
const config = { 'trail-integrity': { objectEvents: ['baselines/', 'schemas/'] } };

describe('the policy pack on our own stacks', function () {
  this.timeout(240_000);

  for (const stack of ['dev', 'prod', 'local'] as const) {
    for (const when of ['preview', 'update'] as const) {
      it(`finds no violation in ${stack}, ${when === 'preview' ? 'in a first preview' : 'after the update'}`, async () => {
        const resources = await ownStack(stack, when, changes[stack]);
        assert.ok(resources.some(({ type }) => type === 'aws:cloudtrail/trail:Trail'));
        const context = { stack, today: '2026-11-24', exceptions: { file: '', exceptions: [], problems: [] } };
        const { undetermined = [], advice = [], ...said } = await runPack(ruleList, resources, { config, context });
        assert.deepEqual(
          Object.entries(said).filter(([, findings]) => findings.length > 0),
          [],
        );
        assert.deepEqual(
          advice.map(([resource, text]) => [resource, unlimitedReads.findIndex((read) => text.includes(read))]),
          when === 'preview' ? [] : unlimitedReads.map((_, i) => ['audit-detection-role-policy', i]),
        );
        const ofMonitors = resources
          .map(({ name }) => name)
          .filter((name) => name.startsWith('monitoring-') && name.endsWith('-policy'));
        assert.ok(ofMonitors.length > 0);
        const ofAnalyzer = resources
          .filter(({ name, type }) => name.startsWith('analyzer-') && type.startsWith('aws:iam/'))
          .map(({ name }) => name)
          .filter((name) => name.endsWith('-policy'));
        const others = [
          'audit-detection-check-role-policy',
          'audit-detection-role-policy',
          'audit-log-role-policy',
          'incidents-daily-role-policy',
          'incidents-role-policy',
          ...ofMonitors.sort(),
        ];
        const open = when === 'preview' ? [...ofAnalyzer.sort(), ...others] : [];
        assert.deepEqual([...new Set(undetermined.map(([resource]) => resource))].sort(), open);
      });
    }
  }
});
