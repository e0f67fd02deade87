/** An `s3://` address in its parts; the prefix is a key or a folder, without slashes at its ends. */
export interface S3Uri {
  readonly bucket: string;
  readonly prefix: string;
}

/** Reads `s3://<bucket>[/<prefix>]`; undefined for any other text. */
export function parseS3Uri(text: string): S3Uri | undefined {
  const { bucket, prefix = '' } = /^s3:\/\/(?<bucket>[^/]+)\/*(?<prefix>.*?)\/*$/.exec(text)?.groups ?? {};
  return bucket === undefined ? undefined : { bucket, prefix };
}
