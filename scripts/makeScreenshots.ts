/**
 * Renews the screenshots of docs/cli: `node scripts/run.mjs scripts/makeScreenshots.ts`, after `npm run setup -- --tests`,
 * which finds Chromium.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { runProgram } from '../cli/program';

const root = resolve(__dirname, '..');
const dataset = 'assets/datasets/monitoring';
/** Features on a screenshot: a row of the page. */
const shownFeatures = 3;
const margin = 20;

async function derive(training: string, sla: string, out: string): Promise<string> {
  const author = 'arn:aws:iam::123456789012:user/flight-ops-ml';
  const files = ['--training', training, '--schema', 'schemas/arrival-delay/v1.yaml', '--sla', sla];
  await runProgram(['baseline', 'derive', ...files, '--by', author, '--out', out]);
  return join(out, readdirSync(out)[0] ?? '');
}

/** Takes a screenshot of the first features of a page, with their heading. */
async function shootFeatures(page: Page, html: string, image: string): Promise<void> {
  await page.goto(pathToFileURL(html).href, { waitUntil: 'load' });
  const parts = [page.locator('[id="features"] h2'), page.locator('[id="features"] figure').nth(shownFeatures - 1)];
  const [first, last] = await Promise.all(parts.map((part) => part.boundingBox()));
  if (!first || !last) throw new Error(`${html}: has fewer than ${shownFeatures} features`);
  const clip = {
    x: first.x - margin,
    y: first.y - margin,
    width: last.x + last.width - first.x + 2 * margin,
    // Smaller at the bottom: the next row of features must not show.
    height: last.y + last.height - first.y + margin + 8,
  };
  await page.screenshot({ path: join(root, 'docs', 'images', image), clip, fullPage: true });
  console.log(`docs/images/${image} written`);
}

async function makeScreenshots(): Promise<void> {
  process.chdir(root);
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-'));
  const browser = await chromium.launch({ executablePath: process.env['REHEARSAL_CHROMIUM'], args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: 'light' });
    const training = join(dataset, 'training.csv');
    const baseline = await derive(training, 'slas/arrival-delay.yaml', join(folder, 'baseline'));
    const report = join(folder, 'report');
    const captures = join(dataset, 'captures', 'drifted');
    await runProgram(['monitor', 'run', '--baseline', baseline, '--captures', captures, '--strict', '--out', report]);
    await shootFeatures(page, join(report, 'report.html'), 'monitor-run.png');

    const newerRows = join(folder, 'newer.csv');
    writeFileSync(newerRows, readFileSync(training, 'utf8').split('\n').slice(0, 1200).join('\n'));
    const newer = await derive(newerRows, join(dataset, 'sla.yaml'), join(folder, 'newer'));
    const diff = join(folder, 'diff.html');
    await runProgram(['baseline', 'diff', baseline, newer, '--html', diff]);
    await shootFeatures(page, diff, 'baseline-diff.png');
    process.exitCode = 0;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

void makeScreenshots();
