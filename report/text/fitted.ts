/** How wide a letter is beside most small ones: capitals, and the few widest, are wider; letters of East Asia twice. */
function widthOf(letter: string): number {
  if (letter >= '\u1100') return 2;
  return /[A-Z@%mw&]/.test(letter) ? 1.5 : 1;
}

/** A text that fits into the room of so many small letters, cut with an ellipsis where it does not. */
export function fitted(text: string, room: number): string {
  const letters = [...text];
  let used = 0;
  const cut = letters.findIndex((letter) => {
    used += widthOf(letter);
    return used > room;
  });
  if (cut === -1) return text;
  used = 1;
  const end = letters.findIndex((letter) => {
    used += widthOf(letter);
    return used > room;
  });
  return `${letters.slice(0, end).join('')}…`;
}
