import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { diffPage } from '../../report/baselineDiff/diffPage';
import { diffReport } from '../../report/baselineDiff/diffReport';
import { runPage } from '../../report/monitorRun/runPage';
import { emptyRunReport } from '../../report/monitorRun/runReport';
import { describeWithBrowser, startBrowser } from '../support/browser';
import { openPage } from '../support/openPage';
import { openReadable } from '../support/openReadable';
import { sampleBaseline, sampleColumns, sampleRun } from '../support/sampleRun';

const writtenAt = new Date('2026-11-02T12:00:00Z');
const older = sampleBaseline(
  sampleColumns.map(({ name, before: values }) => ({ name, values })),
  ['same: all checks switched off by the SLA: a test'],
);
const newer = sampleBaseline(sampleColumns.map(({ name, after: values }) => ({ name, values })));

/** A name as long as they get, without a place to break at. */
const long = 'average_number_of_transactions_in_the_last_ninety_days_before_the_prediction'.replaceAll('_', '');

/** A run, and two baselines, whose every text is the same one. */
function ofText(text: string): Record<string, string> {
  const columns = [
    { name: text, before: ['1', '2'], after: ['500', '600'] },
    { name: `${text}.`, before: ['a', text], after: [`${text}!`, 'b'] },
  ];
  const side = (which: 'before' | 'after') =>
    sampleBaseline(
      columns.map((column) => ({ name: column.name, values: column[which] })),
      [`${text}: ${text}`],
    );
  const current = side('after');
  const manifest = { ...current.manifest, endpoint: text, source: text, derivedBy: text };
  return {
    'a run': runPage(sampleRun({ columns, slaChanges: [`${text}: ${text}`], setAside: [text] })),
    'a run on other columns': runPage(sampleRun({ columns, missing: 1, setAside: [text] })),
    'two baselines': diffPage(diffReport(side('before'), { ...current, manifest }, writtenAt)),
  };
}

const hostile = `<script>window.ran=1</script>"><img src=http://192.0.2.1/x onerror="window.ran=1"><svg onload=window.ran=1>`;

const pages: Record<string, string> = {
  'a run with violations': runPage(sampleRun({ strict: true, setAside: ['the line is not JSON.'] })),
  'a run on other columns': runPage(sampleRun({ missing: 2 })),
  'a run with nothing to compare': runPage(
    emptyRunReport(
      {
        reason: 'no captures before 2026-11-01T08:00Z under captures/clean',
        rejects: [],
        rejectCount: 0,
        rejectCauses: [],
      },
      { writtenAt, window: { files: 0 }, baseline: older },
    ),
  ),
  'two baselines': diffPage(diffReport(older, newer, writtenAt)),
};

describeWithBrowser('the pages of monitor run and baseline diff in a browser', (executablePath) => {
  let browser: Browser;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'run-pages-'));
    browser = await startBrowser(executablePath);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asserts what holds for a page at one width. */
  async function assertReadable(html: string, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
    const { page, levels } = await openReadable(browser, { folder, html, width, colorScheme });
    assert.equal(levels[0], 1);
    assert.ok(levels.every((level, i) => i === 0 || (level > 1 && level <= (levels[i - 1] ?? 0) + 1)));
    await page.close();
  }

  for (const [name, html] of Object.entries(pages)) {
    for (const [width, scheme] of [
      [360, 'light'],
      [800, 'light'],
      [1400, 'dark'],
    ] as const) {
      it(`${name} has no console message, no overflow and enough contrast at ${width} px, ${scheme}`, async () => {
        await assertReadable(html, width, scheme);
      });
    }
  }

  for (const [name, html] of Object.entries(ofText(long))) {
    it(`${name} fits long names without blanks`, async () => {
      await assertReadable(html, 360, 'dark');
      await assertReadable(html, 1400, 'light');
    });
  }

  for (const [name, html] of Object.entries(ofText(hostile))) {
    it(`${name} shows hostile texts as text`, async () => {
      const { page, complaints } = await openPage(browser, { folder, html, width: 360, colorScheme: 'light' });
      assert.deepEqual(complaints, []);
      const state = await page.evaluate(
        `['ran' in window, document.scripts.length, document.images.length, document.documentElement.scrollWidth]`,
      );
      assert.deepEqual(state, [false, 0, 0, 360]);
      assert.ok((await page.getByText(hostile).count()) > 1);
      await page.close();
    });
  }

  it('can be read by keyboard and by role', async () => {
    const html = pages['a run with violations'] ?? '';
    const { page } = await openPage(browser, { folder, html, width: 360, colorScheme: 'light' });
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to: Violations');
    const table = page.getByRole('table', { name: 'All features' });
    assert.equal(await table.getByRole('rowheader').count(), sampleColumns.length);
    assert.ok(await page.getByRole('img', { name: 'drifted: baseline and window' }).isVisible());
    await page.close();
  });
});
