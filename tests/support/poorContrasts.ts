import type { Page } from 'playwright-core';

/** A visible text with its colour and the backgrounds behind it, innermost first, as CSS writes them. */
interface ColouredText {
  readonly words: string;
  readonly colour: string;
  readonly grounds: readonly string[];
}

/** Runs in the browser, whose types this project does not load. A picture's text is judged on the picture's ground. */
const collectTexts = `(() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent.trim();
    if (!words || ['title', 'desc'].includes(element.tagName) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const grounds = [];
    for (let at = element; at; at = at.parentElement) grounds.push(getComputedStyle(at).backgroundColor);
    found.push({ words, colour: element instanceof SVGElement ? style.fill : style.color, grounds });
  }
  return found;
})()`;

/** WCAG 2.2, 1.4.3: the least contrast of a text with its ground. */
const leastContrast = 4.5;

/** Red, green, blue and alpha of `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`. */
function channels(colour: string): number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

/** Relative luminance as WCAG defines it, 0..1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour)
    .slice(0, 3)
    .map((byte) => byte / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Texts of a page that are hard to read on their ground, each with its contrast. */
export async function poorContrasts(page: Page): Promise<string[]> {
  const texts: ColouredText[] = await page.evaluate(collectTexts);
  return texts.flatMap(({ words, colour, grounds }) => {
    const ground = grounds.find((candidate) => channels(candidate)[3] === 1) ?? 'rgb(255, 255, 255)';
    const ratio = contrast(colour, ground);
    return ratio < leastContrast ? [`${ratio.toFixed(2)}: ${words.slice(0, 40)}`] : [];
  });
}
