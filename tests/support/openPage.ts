import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

interface OpenPage {
  readonly page: Page;
  /** Console errors, uncaught errors, and addresses that the page asked for besides itself. */
  readonly complaints: string[];
}

/** Opens a page from disk, as its reader does. */
export async function openPage(
  browser: Browser,
  { folder, html, width, colorScheme }: { folder: string; html: string; width: number; colorScheme: 'light' | 'dark' },
): Promise<OpenPage> {
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const address = pathToFileURL(file).href;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const asked = request.url();
    if (asked !== address && !asked.startsWith('data:')) complaints.push(`asked for ${asked}`);
  });
  await page.goto(address, { waitUntil: 'load' });
  return { page, complaints };
}

/** Waits until an expression is true in a page; Playwright's own way evaluates a text there, which the page's policy forbids. */
export async function untilTrue(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression))) await page.evaluate('new Promise((next) => requestAnimationFrame(next))');
}

/** Opens what a page folds away. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
}

/** Captions of tables, and headings of figures, that reach over the edge of their section. */
export const overEdges = `[...document.querySelectorAll('table, figure')]
  .filter((part) => part.getBoundingClientRect().right > part.closest('section').getBoundingClientRect().right + 1)
  .map((part) => (part.caption ?? part).textContent.slice(0, 60))`;

/** Levels of the headings in the page's order, as a screen reader gets them. */
export const headingLevels = `[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]))`;

/** Texts of pictures that reach over the edge of their picture, by more than a pixel. */
export const cutTexts = `[...document.querySelectorAll('svg text')]
  .filter((text) => {
    const [own, all] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
    return own.right > all.right + 1 || own.left < all.left - 1 || own.bottom > all.bottom + 1;
  })
  .map((text) => text.textContent)`;
