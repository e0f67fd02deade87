import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccuracySummary } from '../../bench/accuracy/accuracySummary';
import { readAdjudications } from '../../bench/accuracy/adjudications';
import { type LabelTable, readLabels } from '../../bench/accuracy/labelTable';
import { ownLabels } from '../../bench/accuracy/ownLabels';
import { managedPolicies } from '../../bench/accuracy/peerFindings';
import { rewrittenScores } from '../../bench/accuracy/rewrittenScores';
import { scores } from '../../bench/accuracy/scores';

const folder = join(__dirname, '../../bench/accuracy');
const adjudications = readAdjudications();
const labels = readLabels(readFileSync(join(folder, 'labels.csv'), 'utf8'));
const summary = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as AccuracySummary;

describe("the policy pack on AWS's managed policies", function () {
  this.timeout(120_000);

  it('gives every adjudicated document its committed labels, so that precision and recall hold', async () => {
    const { moto, documents } = await managedPolicies(process.env['REHEARSAL_PYTHON'] ?? 'python3');
    assert.equal(moto, summary.versions.moto);
    assert.deepEqual(Object.keys(documents).length, summary.documents);
    const names = [...new Set(adjudications.map(({ document }) => document))];
    const now: LabelTable = new Map(
      names.map((name) => {
        const committed = labels.get(name);
        const document = documents[name];
        assert.ok(committed && document, name);
        const currentLabels = ownLabels(name, document);
        const entries = Object.entries(committed).map(([kind, label]) => {
          return [kind, { ...label, own: currentLabels[kind as keyof typeof currentLabels].label }];
        });
        return [name, Object.fromEntries(entries) as typeof committed];
      }),
    );
    const changed = names.filter((name) => JSON.stringify(now.get(name)) !== JSON.stringify(labels.get(name)));
    assert.deepEqual(changed, [], 'run npm run accuracy -- --write and adjudicate what is new');
    const { scores: committed, rewritten } = summary.adjudications;
    const { own } = committed;
    assert.deepEqual(JSON.parse(JSON.stringify(scores(now, adjudications, 'own'))), own);
    assert.deepEqual(JSON.parse(JSON.stringify(rewrittenScores(documents, adjudications))), rewritten);
  });
});
