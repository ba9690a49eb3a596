import { createHash } from 'node:crypto';

/** Kuma's times have nine digits after the dot. */
export function kumaTime(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, -1)}000000Z`;
}

export function kri(
  short: string,
  parts: { mesh?: string; zone?: string; name: string; section?: string },
): string {
  const { mesh = '', zone = '', name, section = '' } = parts;
  return `kri_${short}_${mesh}_${zone}__${name}_${section}`;
}

/** A UUID that is the same for the same text, so that restarts look alike. */
export function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
