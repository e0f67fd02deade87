import assert from 'node:assert/strict';
import { causeNames } from '../../../contract/likelyCause';
import { type MonitorSettings, monitorSettingsKey } from '../../../contract/monitorSettings';
import { incidentKey } from '../../../contract/storeLayout';
import { parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { allWell, drift, hour, situation, statisticsFrom } from './incidentSituation';

const general = causeNames.map((cause) => ({ cause, steps: [`Check ${cause}.`] }));
const ofAge = { feature: 'age', steps: ['Ask the team of customer data.'], link: 'https://wiki.example.com/age' };

function withSettings(changes: Partial<MonitorSettings>) {
  const made = situation();
  made.store.put(monitorSettingsKey, { ...JSON.parse(made.store.text(monitorSettingsKey)), ...changes });
  return made;
}

describe('incident function: the settings of incidents', () => {
  it('name the runbooks that apply in the document of an open incident; a closed one keeps them', async () => {
    const { arrives, report, store, incident } = withSettings({ runbooks: [...general, ofAge] });
    await arrives(...report(11, [drift('age')], statisticsFrom(60)));
    assert.deepEqual(
      incident(10).runbooks.map(({ steps }) => steps[0]),
      ['Check population-shift.', 'Ask the team of customer data.'],
    );
    const document = store.text(incidentKey('churn', hour(10)));
    assert.match(document, /\n## Runbooks\n\nFor population-shift:\n\n1\. Check population-shift\.\n\nFor age:\n/);
    const settings = JSON.parse(store.text(monitorSettingsKey));
    store.put(monitorSettingsKey, { ...settings, runbooks: [] });
    assert.deepEqual(await arrives(...report(12, [])), allWell);
    assert.equal(incident(10).status, 'closed');
    assert.equal(incident(10).runbooks.length, 2);
  });

  it('keep what records say out of the incident if values are masked', async () => {
    const { arrives, report, store } = withSettings({ maskValues: true });
    const rejects = [{ file: 'a.jsonl', line: 1, reason: `'Maria' is not a number.` }];
    await arrives(...report(11, [drift('age')], statisticsFrom(60), rejects));
    // A later window has the documents of all windows derived again.
    await arrives(...report(13, [drift('age')], statisticsFrom(60)));
    await arrives(...report(12, [drift('age')], statisticsFrom(60), rejects));
    const text = store.text(incidentKey('churn', hour(10)));
    assert.equal(parseIncidentDocument(text).incident.rejects[0]?.reason, `'...' is not a number.`);
    assert.doesNotMatch(text, /Maria/);
  });
});
