/** `2026-11-02 14:05` of an ISO 8601 instant, in UTC; a text that is no instant is given back as it is. */
export function instantText(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : at.toISOString().slice(0, 16).replace('T', ' ');
}
