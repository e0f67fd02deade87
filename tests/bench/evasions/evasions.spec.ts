import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evasionsByKind } from '../../../bench/evasions/evasionList';
import { judgeEvasion } from '../../../bench/evasions/judgeEvasions';
import { Random } from '../../../bench/evasions/random';
import { respell } from '../../../bench/evasions/respell';
import { expandAction } from '../../../policy/iam/actions/actionPattern';
import { textsOf } from '../../../policy/pack/propertyValue';

const evasions = Object.values(evasionsByKind).flat();

describe('evasions', () => {
  for (const [kind, list] of Object.entries(evasionsByKind)) {
    it(`are found in every spelling, and their twins are not: ${kind}`, () => {
      const results = list.map((evasion) => judgeEvasion(evasion, 2, 'spec'));
      assert.deepEqual(
        results.flatMap(({ missed }) => missed),
        [],
      );
      assert.deepEqual(
        results.flatMap(({ falseAlarms }) => falseAlarms),
        [],
      );
    });
  }

  it('name actions that exist', () => {
    const statements = evasions.flatMap(({ open, twin }) => [...open.statements, ...twin.statements]);
    const strange = statements
      .flatMap(({ Action }) => textsOf(Action))
      .filter((action) => expandAction(action).length === 0);
    assert.deepEqual(strange, []);
  });

  it('have titles of their own, which the seeds of spellings contain', () => {
    const titles = evasions.map(({ title, rule }) => `${rule} ${title}`);
    assert.deepEqual(titles, [...new Set(titles)]);
  });

  it('are counted in the documentation', () => {
    const page = readFileSync(join(__dirname, '../../../docs/policy/accuracy.md'), 'utf8');
    for (const [kind, { length }] of Object.entries(evasionsByKind)) {
      assert.match(page, new RegExp(`\\| ${kind} +\\| ${length} +\\| ${length * 10} of ${length * 10} +\\| 0 of`));
    }
  });
});

describe('spellings', () => {
  it('differ, and are the same for the same seed', () => {
    const statements = evasions.find(({ rule }) => rule === 'iam-pass-role')?.open.statements ?? [];
    const texts = Array.from({ length: 20 }, (_, i) => JSON.stringify(respell(statements, new Random(`${i}`))));
    assert.ok(new Set(texts).size > 15);
    assert.equal(JSON.stringify(respell(statements, new Random('3'))), texts[3]);
  });

  it('allow the same actions', () => {
    for (const { title, open } of evasions) {
      const actionsOf = (list: typeof open.statements) =>
        new Set(
          list
            .filter(({ Effect }) => Effect === 'Allow')
            .flatMap(({ Action }) => textsOf(Action))
            .flatMap(expandAction),
        );
      for (let i = 0; i < 5; i++) {
        assert.deepEqual(
          actionsOf(respell(open.statements, new Random(`${i}`))).size,
          actionsOf(open.statements).size,
          title,
        );
      }
    }
  });
});
