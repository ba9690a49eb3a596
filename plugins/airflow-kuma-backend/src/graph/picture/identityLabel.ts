/** The last part of a SPIFFE ID, which names the workload. */
export function identityLabel([uriSan = '']: string[]): string {
  return uriSan.split('/').at(-1) || uriSan;
}
