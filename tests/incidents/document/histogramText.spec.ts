import assert from 'node:assert/strict';
import { histogramText } from '../../../incidents/document/histogramText';
import { formatIncidentDocument } from '../../../incidents/document/incidentDocument';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';

describe('a histogram as text', () => {
  it('has a bar for each bin between the ends of the axis; only a share of 0 has the lowest one', () => {
    assert.deepEqual(
      histogramText({ feature: 'age', range: [18, 81.25], expected: [0.001, 0.8, 0.199], observed: [0, 0.2, 0.4] }),
      { expected: '18 ▂█▃ 81.25', observed: '18 ▁▃▅ 81.25' },
    );
  });

  it('lists categories with their shares', () => {
    assert.deepEqual(
      histogramText({ feature: 'plan', categories: ['basic', ''], expected: [0.5, 0.25, 0.25], observed: [1, 0, 0] }),
      { expected: 'basic 50 %, (empty) 25 %, others 25 %', observed: 'basic 100 %, (empty) 0 %, others 0 %' },
    );
  });

  it('is flat without rows', () => {
    assert.equal(
      histogramText({ feature: 'age', range: [0, 1], expected: [0, 0], observed: [0, 0] }).observed,
      '0 ▁▁ 1',
    );
  });
});

describe('an incident document with distributions', () => {
  it('draws distributions as small bars, and has the time to detection and response', () => {
    const [resolved] = sampleIncidents;
    assert.ok(resolved);
    const document = formatIncidentDocument({ ...resolved.incident, detected: '2026-11-02T09:06:00.000Z' });
    assert.match(
      document,
      /\nFrom the start of the first window: detected after 1\.1 h, acknowledged after 2\.5 h, closed after 3\.0 h, resolved after 6\.0 h\.\n/,
    );
    assert.match(
      document,
      /\n## Distributions\n\n\| Feature \| Expected by the baseline \| Observed \| Window \|\n.*\n\| distance \| 94 ▆█▇▃▃▃▂▁▁▁ 4160 \| 94 .* 4160 \| 2026-11-02 10:00 UTC \|\n/,
    );
    assert.match(document, /\n {4}expected: \[ 0\.22, 0\.31, .*\]\n/);
  });
});
