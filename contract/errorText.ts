/** What an error says, for a log: without the piece of text that JSON.parse quotes, which may have values of captures. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, (?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON/g, '');
}
