import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenBaseline } from '../../../quality/baseline/openBaseline';
import { diffPage, summarizeDifference } from '../../../report/baselineDiff/diffPage';
import { diffReport } from '../../../report/baselineDiff/diffReport';
import { anyText } from '../../support/anyText';
import { assertSoundPage, hostileTexts, pageStructure, pageWords } from '../../support/pageStructure';
import { sampleBaseline } from '../../support/sampleRun';

const numbers = (from: number, step = 1) => Array.from({ length: 60 }, (_, i) => String(from + i * step));
const before = sampleBaseline(
  [
    { name: 'same', values: numbers(0) },
    { name: 'moved', values: numbers(100) },
    { name: 'gone', values: numbers(5) },
    { name: 'plan', values: numbers(0).map((value) => (Number(value) % 2 ? 'a' : 'b')) },
  ],
  ['plan: categories limited to a, b, by the SLA.'],
);
const after = sampleBaseline(
  [
    { name: 'same', values: numbers(0) },
    { name: 'moved', values: numbers(5000) },
    { name: 'plan', values: numbers(0).map((value) => (Number(value) % 2 ? 'a' : 'c')) },
    { name: 'new', values: numbers(1) },
  ],
  ["moved: drift threshold lowered from 0.1 to the SLA's 0.05."],
);
const at = new Date('2026-11-02T12:00:00Z');
const page = (old: OpenBaseline, current: OpenBaseline) => diffPage(diffReport(old, current, at));

describe('diffPage', () => {
  it('is valid, with and without differences', () => {
    assertSoundPage(page(before, after));
    assertSoundPage(page(before, before));
  });

  it('summarizes the differences in a sentence', () => {
    assert.equal(summarizeDifference(diffReport(before, before, at)), 'The baselines do not differ.');
    assert.equal(
      summarizeDifference(diffReport(before, after, at)),
      '4 of 5 features differ; 2 above the drift limit of the newer baseline.',
    );
    const config = { ...before.constraints.monitoring_config, emit_metrics: 'Disabled' as const };
    const silent = { ...before, constraints: { ...before.constraints, monitoring_config: config } };
    assert.equal(
      summarizeDifference(diffReport(before, silent, at)),
      'No feature differs, but monitoring_config does.',
    );
  });

  it('lists features that only one side has first, then by drift', () => {
    assert.deepEqual(
      diffReport(before, after, at).changed.map(({ feature, status }) => [feature, status]),
      [
        ['new', 'added'],
        ['gone', 'removed'],
        ['moved', 'changed'],
        ['plan', 'changed'],
      ],
    );
  });

  it('shows manifests, plots with both names, constraints, statistics and changes by the SLA', () => {
    const html = page(before, after);
    const words = pageWords(html);
    assert.match(words, /Approved 2026-11-01 12:00 UTC by arn:aws:iam::123456789012:user\/reviewer/);
    assert.match(words, /SHA-256 of statistics\.json a{64}/);
    assert.match(words, /older baseline newer baseline/);
    assert.match(words, /moved ▲ drifted/);
    assert.match(words, /Mean: 129\.5 → 5030\./);
    assert.match(words, /Allowed categories: \+c −b\./);
    assert.match(words, /plan added categories none c/);
    assert.match(words, /moved mean 129\.5 5029\.5/);
    assert.match(words, /moved: drift threshold lowered from 0\.1 to the SLA&#39;s 0\.05\. no yes/);
    assert.match(words, /plan: categories limited to a, b, by the SLA\. yes no/);
    assert.equal(html.match(/<figure /g)?.length, 4);
  });

  it('plots the first of many features, and counts the others', () => {
    const wide = (from: number) =>
      sampleBaseline(Array.from({ length: 260 }, (_, i) => ({ name: `feature ${i}`, values: numbers(from, i + 1) })));
    const html = page(wide(0), wide(1));
    assert.equal(html.match(/<figure /g)?.length, 24);
    assert.match(html, /236 features with smaller differences not plotted; see the table\./);
    assert.match(html, /The first 1000 of 1040 statistics/);
  });

  it('lets no text change the structure of the page', () => {
    const named = (text: string) => {
      const old = sampleBaseline(
        [
          { name: `#${text}`, values: ['1', '2'] },
          { name: 'x', values: ['a', 'b'] },
        ],
        [text],
      );
      const current = sampleBaseline([
        { name: `#${text}.`, values: ['1', '2'] },
        { name: 'x', values: ['a', `#${text}`] },
      ]);
      return page(old, { ...current, manifest: { ...current.manifest, endpoint: `e${text}`, source: text } });
    };
    const plain = pageStructure(named('plain'));
    fc.assert(
      fc.property(fc.oneof(anyText(1), fc.constantFrom(...hostileTexts)), (text) => {
        assert.equal(pageStructure(named(text)), plain);
      }),
      { numRuns: 60 },
    );
  });
});
