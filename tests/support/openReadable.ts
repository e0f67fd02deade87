import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { cutTexts, headingLevels, openPage, overEdges, unfold } from './openPage';
import { poorContrasts } from './poorContrasts';

interface ReadablePage {
  readonly page: Page;
  /** Levels of the headings, in the page's order. */
  readonly levels: readonly number[];
}

/** Opens a page and asserts that it has no console message, nothing that overflows, and enough contrast. */
export async function openReadable(browser: Browser, view: Parameters<typeof openPage>[1]): Promise<ReadablePage> {
  const { page, complaints } = await openPage(browser, view);
  await unfold(page);
  assert.deepEqual(complaints, []);
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), view.width);
  assert.deepEqual(await page.evaluate(overEdges), []);
  assert.deepEqual(await page.evaluate(cutTexts), []);
  assert.deepEqual(await poorContrasts(page), []);
  return { page, levels: await page.evaluate(headingLevels) };
}
