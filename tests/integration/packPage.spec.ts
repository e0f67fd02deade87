import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { axeViolations } from '../support/axeViolations';
import { describeWithBrowser, startBrowser } from '../support/browser';
import { openReadable } from '../support/openReadable';
import { samplePackPage } from '../support/samplePackPage';

describeWithBrowser('the page of an evidence pack in a browser', (executablePath) => {
  let browser: Browser;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'pack-page-'));
    browser = await startBrowser(executablePath);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [width, colorScheme] of [
    [360, 'dark'],
    [800, 'light'],
    [1400, 'dark'],
  ] as const) {
    it(`has no fault that axe finds, no console message and no overflow at ${width} px, ${colorScheme}`, async () => {
      const html = samplePackPage({}, { errorCode: 'AccessDenied' });
      const { page, levels } = await openReadable(browser, { folder, html, width, colorScheme });
      assert.deepEqual(await axeViolations(page), []);
      assert.deepEqual([levels[0], Math.max(...levels)], [1, 2]);
      await page.close();
    });
  }

  it('has a skip link, and every link is reached with the keyboard', async () => {
    const html = samplePackPage({});
    const { page } = await openReadable(browser, { folder, html, width: 360, colorScheme: 'light' });
    await page.evaluate('scrollTo(0, 0)');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to: Controls');
    const links = Number(await page.evaluate(`document.querySelectorAll('a[href]').length`));
    for (let i = 1; i < links; i++) await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(`document.activeElement === [...document.querySelectorAll('a[href]')].at(-1)`));
    await page.close();
  });
});
