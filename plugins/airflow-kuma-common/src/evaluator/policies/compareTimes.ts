/**
 * Order of two RFC 3339 times. Kuma's have nanoseconds, which a JavaScript date
 * would cut: two policies of one `kubectl apply` differ only there.
 */
export function compareTimes(a: string, b: string): number {
  const [first, second] = [split(a), split(b)];
  return (
    first.seconds - second.seconds ||
    Number(first.fraction > second.fraction) -
      Number(first.fraction < second.fraction)
  );
}

function split(text: string): { seconds: number; fraction: string } {
  const found = /^([^.]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const milliseconds = Date.parse(`${found?.[1] ?? ''}${found?.[3] ?? 'Z'}`);
  return {
    seconds: Number.isNaN(milliseconds) ? -Infinity : milliseconds / 1000,
    fraction: (found?.[2] ?? '').padEnd(9, '0'),
  };
}
