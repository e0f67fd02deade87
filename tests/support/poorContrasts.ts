import type { Page } from 'playwright-core';

/** A visible text with its color and the backgrounds behind it, innermost first, as CSS colors. */
interface ColoredText {
  readonly words: string;
  readonly color: string;
  readonly backgrounds: readonly string[];
}

/** Runs in the browser, whose types this project does not load. A plot's text is judged on the plot's background. */
const collectTexts = `(() => {
  const visibleTexts = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    const words = node.textContent.trim();
    if (!words || ['title', 'desc'].includes(element.tagName) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const backgrounds = [];
    for (let at = element; at; at = at.parentElement) backgrounds.push(getComputedStyle(at).backgroundColor);
    visibleTexts.push({ words, color: element instanceof SVGElement ? style.fill : style.color, backgrounds });
  }
  return visibleTexts;
})()`;

/** WCAG 2.2, 1.4.3: the minimum contrast of a text with its background. */
const minimumContrast = 4.5;

/** Red, green, blue and alpha of `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`. */
function channels(color: string): number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

/** Relative luminance as WCAG defines it, 0..1. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color)
    .slice(0, 3)
    .map((byte) => byte / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colors, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Returns the texts of a page with too little contrast, each with its ratio. */
export async function poorContrasts(page: Page): Promise<string[]> {
  const texts: ColoredText[] = await page.evaluate(collectTexts);
  return texts.flatMap(({ words, color, backgrounds }) => {
    const background = backgrounds.find((candidate) => channels(candidate)[3] === 1) ?? 'rgb(255, 255, 255)';
    const ratio = contrast(color, background);
    return ratio < minimumContrast ? [`${ratio.toFixed(2)}: ${words.slice(0, 40)}`] : [];
  });
}
