/** `97.5%`: two decimals at most, and more where they would hide that a share is not 0 or not 1. */
export function percentText(share: number): string {
  const digits = [2, 3, 4, 6, 8].find((count) => {
    const shown = Number((share * 100).toFixed(count));
    return (shown !== 100 || share === 1) && (shown !== 0 || share === 0);
  });
  return `${digits === undefined ? share * 100 : Number((share * 100).toFixed(digits))}%`;
}
