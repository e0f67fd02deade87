import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindFacts, kindNames } from '../../../bench/accuracy/accuracyKinds';
import { type AccuracySummary, accuracySummary } from '../../../bench/accuracy/accuracySummary';
import { readAdjudications } from '../../../bench/accuracy/adjudications';
import { readLabels } from '../../../bench/accuracy/labelTable';
import { ownLabels } from '../../../bench/accuracy/ownLabels';
import { schemaFaults } from '../../support/jsonSchema';

const folder = join(__dirname, '../../../bench/accuracy');
const table = readLabels(readFileSync(join(folder, 'labels.csv'), 'utf8'));
const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as AccuracySummary;
const adjudications = readAdjudications();

describe('the labels of AWS managed policies', () => {
  it('have the figures of summary.json', () => {
    const made = accuracySummary(summary.date, summary.versions, table, adjudications, summary.adjudications.rewritten);
    assert.deepEqual(JSON.parse(JSON.stringify(made)), summary);
  });

  it('have the form that is committed for programs, with findings and without', () => {
    const schema = 'bench/schemas/accuracy.schema.json';
    const document = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const peer = { complete: true, findings: { RESOURCE_STAR: ['s3:GetObject'] } };
    const findings = { Own: { own: ownLabels('Own', document), cloudsplaining: peer, parliament: peer } };
    assert.deepEqual(schemaFaults(schema, summary), []);
    assert.deepEqual(schemaFaults(schema, JSON.parse(JSON.stringify({ ...summary, findings }))), []);
    assert.deepEqual(schemaFaults(schema, { ...summary, documents: 0 }), ['/documents must be >= 1']);
  });

  it('have the versions that the Python environments pin', () => {
    const pins = ['python', 'accuracy-python']
      .map((tool) => readFileSync(join(__dirname, '../../../tools', tool, 'requirements.txt'), 'utf8'))
      .join('\n');
    for (const name of ['moto', 'cloudsplaining', 'parliament'] as const) {
      assert.ok(pins.split('\n').includes(`${name}==${summary.versions[name]}`), `${name} has another pinned version`);
    }
  });

  it('include every adjudicated document', () => {
    const strange = adjudications.filter(({ document }) => !table.has(document)).map(({ document }) => document);
    assert.deepEqual(strange, []);
  });

  it('have a verdict for every document to adjudicate', () => {
    const open = Object.entries(summary.adjudications.byKind).filter(([, { asked, given }]) => given < asked);
    assert.deepEqual(open, []);
  });

  it('match the figures in the documentation', () => {
    const page = readFileSync(join(__dirname, '../../../docs/policy/accuracy.md'), 'utf8');
    const heldOut = adjudications.filter(({ heldOut }) => heldOut).length;
    for (const words of [
      `${summary.documents} managed policies in moto ${summary.versions.moto}`,
      `The labels are from ${summary.date}, the pack's action table from ${summary.versions.actionTable}`,
      `cloudsplaining ${summary.versions.cloudsplaining} `,
      `parliament ${summary.versions.parliament} `,
      `${adjudications.length} verdicts`,
      `${heldOut} documents`,
    ]) {
      assert.ok(page.includes(words), words);
    }
  });

  it('have a peer for every kind, and no labels of a peer without that kind', () => {
    for (const kind of kindNames) {
      const compared = (['cloudsplaining', 'parliament'] as const).filter((peer) => kindFacts(kind)[peer].length > 0);
      assert.ok(compared.length > 0, kind);
      for (const [document, { [kind]: labels }] of table) {
        assert.notEqual(labels.own, '-', document);
        for (const peer of ['cloudsplaining', 'parliament'] as const) {
          if (!compared.includes(peer)) assert.equal(labels[peer], '-', document);
        }
      }
    }
  });
});
