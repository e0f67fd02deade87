import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidentsPage } from '../../../report/incidents/incidentsPage';
import { findChromium, startBrowser } from '../../../tests/support/browser';
import { openPage, untilTrue } from '../../../tests/support/openPage';
import { benchIncidents } from '../incidentData';

/** Opens the page of some incidents in Chromium and filters it: `openPage.ts <incidents>`. */
async function main([count = '1']: readonly string[]): Promise<void> {
  const records = benchIncidents(Number(count));
  const html = incidentsPage({ store: 's3://store', records, writtenAt: '2026-11-29T12:00:00.000Z' });
  const chromium = findChromium(process.env);
  if (chromium === undefined) throw new Error("the page needs a Chromium: put 'chromium' on PATH");
  const browser = await startBrowser(chromium);
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    const start = performance.now();
    const { page } = await openPage(browser, { folder, html, width: 1200, colorScheme: 'light' });
    await page.fill('input[type=search]', records[0]?.incident.id ?? '');
    await untilTrue(page, "document.querySelector('output').value.startsWith('1 of ')");
    const seconds = (performance.now() - start) / 1e3;
    console.log(JSON.stringify({ seconds, cpuSeconds: seconds, megabytes: Buffer.byteLength(html) / 1e6 }));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

void main(process.argv.slice(2));
