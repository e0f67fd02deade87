import assert from 'node:assert/strict';
import { alarmPictures } from '../../../bench/alarms/alarmPictures';
import { ruleTitle } from '../../../bench/alarms/alarmTables';
import { measuredAlarms } from '../../../bench/alarms/measuredAlarms';

describe('pictures of measured alarms', () => {
  const alarms = measuredAlarms();
  const pictures = alarmPictures(alarms);

  for (const [name, text] of Object.entries(pictures)) {
    it(`draw every data set at a place: ${name}`, () => {
      assert.doesNotMatch(text, /NaN|undefined|Infinity/);
      for (const { id } of alarms.dataSets) assert.ok(text.includes(id.split('-')[0] ?? id), id);
    });
  }

  it('show each rule with its intervals', () => {
    const text = pictures['alarms-power.svg'] ?? '';
    const rules = alarms.dataSets.flatMap((set) => set.rules);
    for (const rule of rules) assert.ok(text.includes(`>${ruleTitle(rule)}<`));
    assert.equal([...text.matchAll(/<circle /g)].length, 4 * rules.length);
  });

  it('show a share and a time to detect for each fault of a calibration', () => {
    const faults = alarms.dataSets.flatMap(
      ({ rules }) => rules.find(({ rule }) => rule === 'calibrated')?.faults ?? [],
    );
    assert.equal([...(pictures['alarms-faults.svg'] ?? '').matchAll(/<rect class="h"/g)].length, faults.length);
  });

  it('show a bar for each tested week', () => {
    const weeks = alarms.dataSets.reduce((sum, set) => sum + set.weeks, 0);
    assert.equal([...(pictures['alarms-weeks.svg'] ?? '').matchAll(/<title>week /g)].length, 2 * weeks);
  });
});
