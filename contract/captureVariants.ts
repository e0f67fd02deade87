/** Variants that an incident, a summary or the metadata of a report names. */
const listedVariants = 10;

/** Metadata of a report's statistics in the store: the variants whose captures they are of. */
const variantsKey = 'variants';

/** The variants of captures, sorted, as far as they are listed. */
export function listVariants(captures: readonly { readonly variant: string }[]): string[] {
  return [...new Set(captures.map(({ variant }) => variant))].sort().slice(0, listedVariants);
}

/** Metadata has at most 2 KB of ASCII in all ("Working with object metadata" of the S3 User Guide). */
const longestMetadata = 1_500;

/** Variants as metadata, without those for which it has no room. */
export function variantMetadata(variants: readonly string[]): Record<string, string> {
  let text = '';
  for (const name of variants.map(encodeURIComponent)) {
    const longer = text === '' ? name : `${text},${name}`;
    if (longer.length <= longestMetadata) text = longer;
  }
  return { [variantsKey]: text };
}

/** The variants in the metadata of an object; undefined if it has none, as what the managed monitor writes. */
export function variantsOf(metadata: Readonly<Record<string, string>> = {}): string[] | undefined {
  return metadata[variantsKey]?.split(',').filter(Boolean).map(decodeURIComponent);
}
