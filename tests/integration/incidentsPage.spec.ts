import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { IncidentRecord } from '../../incidents/memory/incidentRecord';
import { incidentsPage } from '../../report/incidents/incidentsPage';
import { sampleIncidents } from '../../scripts/docs/sampleIncidents';
import { describeWithBrowser, startBrowser } from '../support/browser';
import { hostileIncident } from '../support/hostileIncident';
import { openPage } from '../support/openPage';
import { openReadable } from '../support/openReadable';

const pageOf = (records: readonly IncidentRecord[]) =>
  incidentsPage({ store: 's3://store', records, writtenAt: '2026-11-29T12:00:00.000Z' });
const hostile = `<script>window.ran=1</script>"><img src=http://192.0.2.1/x onerror="window.ran=1"><svg onload=window.ran=1>`;
const shownIds = `[...document.querySelectorAll('[data-state]')].map(({ id }) => id)`;

describeWithBrowser('the page of incidents in a browser', (executablePath) => {
  let browser: Browser;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'incidents-page-'));
    browser = await startBrowser(executablePath);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [width, colorScheme] of [
    [360, 'light'],
    [800, 'dark'],
    [1400, 'light'],
  ] as const) {
    it(`has no console message, no overflow and enough contrast at ${width} px, ${colorScheme}`, async () => {
      const html = pageOf(sampleIncidents);
      const { page, levels } = await openReadable(browser, { folder, html, width, colorScheme });
      assert.deepEqual([levels[0], Math.max(...levels)], [1, 3]);
      const unlabelled = `[...document.querySelectorAll('input, select')].filter(({ labels }) => labels.length === 0).length`;
      assert.equal(await page.evaluate(unlabelled), 0);
      await page.close();
    });
  }

  it('filters by words, state and endpoint with the keyboard', async () => {
    const html = pageOf(sampleIncidents);
    const { page, complaints } = await openPage(browser, { folder, html, width: 1000, colorScheme: 'light' });
    await page.focus('input');
    await page.keyboard.type('kilometers pipeline');
    assert.deepEqual(await page.evaluate(shownIds), ['arrival-delay-2026110208']);
    assert.equal(await page.evaluate(`document.querySelector('output').value`), '1 of 4 shown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Tab');
    await page.keyboard.type('closed');
    assert.deepEqual(await page.evaluate(shownIds), ['churn-2026110300']);
    assert.equal(await page.evaluate(`document.querySelectorAll('.incident.faded').length`), 3);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('shows hostile texts as text', async () => {
    const html = pageOf([hostileIncident(hostile)]);
    const { page, complaints } = await openPage(browser, { folder, html, width: 360, colorScheme: 'light' });
    assert.deepEqual(complaints, []);
    const state = `['ran' in window, document.scripts.length, document.images.length, document.documentElement.scrollWidth]`;
    assert.deepEqual(await page.evaluate(state), [false, 1, 0, 360]);
    await page.close();
  });
});
