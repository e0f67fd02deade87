/** Text of the engine without its colour marks. */
export function plainText(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, '').trim();
}
