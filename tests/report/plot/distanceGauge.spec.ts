import assert from 'node:assert/strict';
import { distanceGauge, distanceText } from '../../../report/plot/distanceGauge';

const feature = { feature: 'tenure' };

describe('distanceGauge', () => {
  it('states whether the distance is above its limit', () => {
    assert.equal(distanceText({ distance: 0.4871, limit: 0.1 }), 'Distance 0.487, above the limit of 0.10.');
    assert.equal(distanceText({ distance: 0.1, limit: 0.1 }), 'Distance 0.100, within the limit of 0.10.');
    assert.equal(distanceText({ distance: 0.2 }), 'Distance 0.200, no limit.');
    assert.equal(distanceText({}), 'Distance: not compared.');
  });

  it('never rounds a distance to its limit, nor a limit to another value', () => {
    assert.equal(distanceText({ distance: 0.10004, limit: 0.1 }), 'Distance 0.10004, above the limit of 0.10.');
    assert.equal(distanceText({ distance: 0.0996, limit: 0.1 }), 'Distance 0.0996, within the limit of 0.10.');
    assert.equal(distanceText({ distance: 0.004, limit: 0.005 }), 'Distance 0.004, within the limit of 0.005.');
    assert.equal(distanceText({ distance: 0, limit: 1 - 0.7 }), 'Distance 0.000, within the limit of 0.30.');
  });

  it('draws a bar as long as the distance, with a mark at the limit', () => {
    const svg = distanceGauge({ ...feature, distance: 0.5, limit: 0.25 }, 'g').text;
    assert.match(svg, /class="gauge-bar over" x="12" y="19" width="188"/);
    assert.match(svg, /<g class="limit"><line x1="106" x2="106"/);
  });

  it('draws neither bar nor limit without a distance and a limit', () => {
    const svg = distanceGauge(feature, 'g').text;
    assert.match(svg, /class="gauge-bar within" x="12" y="19" width="0"/);
    assert.doesNotMatch(svg, /class="limit"/);
  });
});
