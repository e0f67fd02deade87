import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { RehearsalReport } from '../../rehearsal/model/rehearsalReport';
import { renderHtmlReport } from '../../rehearsal/report/htmlReport';
import { describeWithBrowser, startBrowser } from '../support/browser';
import { hostileReport } from '../support/hostileReport';
import { openPage, overEdges, unfold, untilTrue } from '../support/openPage';
import { poorContrasts } from '../support/poorContrasts';
import { sampleReport } from '../support/sampleReport';

const hostile = `<script>window.ran=1</script>"><img src=http://192.0.2.1/x onerror="window.ran=1"><svg onload=window.ran=1>`;

describeWithBrowser('the report in a browser', (executablePath) => {
  let browser: Browser;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'report-page-'));
    browser = await startBrowser(executablePath);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (report: RehearsalReport, width: number, colorScheme: 'light' | 'dark' = 'light') =>
    openPage(browser, { folder, html: renderHtmlReport(report), width, colorScheme });

  for (const width of [390, 1400]) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`has no errors, no overflow and enough contrast at ${width} px, ${scheme}`, async () => {
        const { page, complaints } = await open(sampleReport(), width, scheme);
        await unfold(page);
        assert.deepEqual(complaints, []);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        assert.deepEqual(await page.evaluate(overEdges), []);
        assert.deepEqual(await poorContrasts(page), []);
        await page.close();
      });
    }
  }

  it('fits every width between a telephone and a wide screen', async () => {
    const { page } = await open(sampleReport(), 320);
    await unfold(page);
    for (const width of [320, 761, 820, 1024, 1121, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
      assert.deepEqual(await page.evaluate(overEdges), [], `at ${width} px`);
    }
    await page.close();
  });

  it('detects a text with poor contrast', async () => {
    const page = await browser.newPage();
    await page.setContent('<p style="color:#777;background:#eee">grey on grey</p><p>black on white</p>');
    assert.deepEqual(await poorContrasts(page), ['3.86: grey on grey']);
    await page.close();
  });

  it('shows every link with its state, and the imitated parts', async () => {
    const links = sampleReport().links.map((link, i) => ({ ...link, held: i !== 2 }));
    const { page } = await open(sampleReport({ links }), 1400);
    const rows = page.getByRole('table', { name: 'Links of the chain' }).getByRole('row');
    assert.equal(await rows.count(), 15);
    assert.match((await rows.nth(1).textContent()) ?? '', /✓ held/);
    assert.match((await rows.nth(3).textContent()) ?? '', /✗ did not hold/);
    assert.match(
      (await page.getByRole('heading', { level: 1 }).textContent()) ?? '',
      /did not hold: 1 of 14 links failed: A baseline/,
    );
    assert.ok(await page.getByRole('table', { name: 'Parts of AWS that are imitated' }).isVisible());
    await page.close();
  });

  it('is still tables to a screen reader where rows are laid out as cards', async () => {
    const { page } = await open(sampleReport(), 390);
    const table = page.getByRole('table', { name: 'Changes of the monitoring' });
    assert.equal(await table.getByRole('row').count(), 5);
    assert.equal(await table.getByRole('rowheader').count(), 4);
    assert.ok(await table.getByText('refused: AccessDenied').isVisible());
    await page.close();
  });

  it('can be read by keyboard: skip link first, then contents, and the timeline scrolls', async () => {
    const { page } = await open(sampleReport(), 390);
    await page.keyboard.press('Tab');
    const first = await page.evaluate('document.activeElement.textContent');
    assert.equal(first, 'Skip to the links of the chain');
    const timeline = page.getByRole('region', { name: 'Timeline, scrolls sideways' });
    await timeline.focus();
    await page.keyboard.press('ArrowRight');
    await untilTrue(page, 'document.activeElement.scrollLeft > 0');
    await page.close();
  });

  it('keeps hostile texts as texts', async () => {
    const { page, complaints } = await open(hostileReport(hostile), 390);
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      await page.evaluate(`[
        'ran' in window,
        document.scripts.length,
        document.images.length,
        document.documentElement.scrollWidth,
      ]`),
      [false, 0, 0, 390],
    );
    assert.ok((await page.getByText(hostile).count()) > 20);
    await page.close();
  });
});
