import type { Sla } from '../../contract/sla';

/** A contract with a drift limit, a completeness limit, both, and neither. */
export const sampleSla: Sla = {
  endpoint: 'churn',
  owner: 'payments-ml',
  runbook: 'https://runbooks.example.com/churn',
  freshnessHours: 3,
  features: {
    age: { driftLimit: 0.2, completeness: 0.99, severity: 'critical' },
    plan: { driftLimit: 0.3, severity: 'warning' },
    region: { completeness: 0.5, severity: 'warning' },
    note: { severity: 'info' },
  },
};
