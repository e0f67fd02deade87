import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A rule with the elements that it was applied to ("Results Object" of axe's API). */
interface AxeRule {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of WCAG 2.2 at levels A and AA, and axe's best practices. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Returns what axe finds wrong with a page, one line for each element. The page's policy does not bind the debugger. */
export async function axeViolations(page: Page): Promise<string[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`;
  const result = (await page.evaluate(`${axe};${run}`)) as Record<'violations' | 'passes', readonly AxeRule[]>;
  if (result.passes.length === 0) throw new Error('axe applied no rule to the page');
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ')}`,
    ),
  );
}
