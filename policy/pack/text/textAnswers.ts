/** Texts whose answers are kept; those of a stack are fewer, and a hostile document's must not fill the memory. */
const most = 10_000;

/** Answers that depend on a text alone, each found once; all are forgotten when there are too many. */
export class TextAnswers<T> {
  private readonly known = new Map<string, T>();

  constructor(private readonly find: (text: string) => T) {}

  of(text: string): T {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const found = this.find(text);
    if (this.known.size >= most) this.known.clear();
    this.known.set(text, found);
    return found;
  }
}
