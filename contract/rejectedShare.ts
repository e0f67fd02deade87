/** Share of the rows and records of a window that were rejected, 0..1; 0 for a window without any. */
export function rejectedShareOf({ rows, rejected }: { readonly rows: number; readonly rejected: number }): number {
  return rejected === 0 ? 0 : rejected / (rows + rejected);
}
