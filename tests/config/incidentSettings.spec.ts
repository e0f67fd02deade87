import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { monitorSettings } from '../../config/monitorSettings';
import { causeNames } from '../../contract/likelyCause';
import { accepted, files, problemLines, stackFile } from './stackFile';

const runbooks = causeNames.map((cause) => ({ cause, steps: [`Check ${cause}.`] }));
const withCatalogue = (content: unknown) => ({ files: { ...files, 'runbooks.yaml': stringify(content) } });
const incidents = { runbooks: 'runbooks.yaml' };

describe('the settings of incidents', () => {
  it('reach the incident function with the catalogue', () => {
    const raw = { ...stackFile, incidents: { ...incidents, maskValues: true } };
    const written = monitorSettings(accepted(raw, withCatalogue({ runbooks })).settings);
    assert.deepEqual([written.runbooks, written.maskValues], [runbooks, true]);
  });

  it('are not written by default', () => {
    const written = monitorSettings(accepted(stackFile).settings);
    assert.deepEqual(['runbooks' in written, 'maskValues' in written], [false, false]);
  });

  it('are refused if the catalogue is missing or lacks a cause', () => {
    assert.deepEqual(problemLines({ ...stackFile, incidents }), [
      "incidents.runbooks: file runbooks.yaml not found; add it or fix the path, which is relative to the program's folder",
    ]);
    assert.deepEqual(problemLines({ ...stackFile, incidents }, withCatalogue({ runbooks: runbooks.slice(1) })), [
      'runbooks.yaml:1: runbooks: no entry for cause unit-change alone; add one',
    ]);
  });
});
