import assert from 'node:assert/strict';
import { parseSla } from '../../contract/sla';

const { sla } = parseSla({
  endpoint: 'churn',
  owner: 'ml',
  runbook: 'https://runbooks.example.com/churn',
  features: { age: { driftLimit: 0.1, severity: 'critical' } },
});
assert.ok(sla);

/** An SLA of the endpoint `churn` with one critical promise: the drift of `age`. */
export const churnSla = sla;
