import { Texts } from './Texts';

/**
 * Readers for JSON that somebody else wrote. The API of another Kuma version
 * may send any shape, so nothing here throws and nothing is assumed.
 */
export type JsonRecord = Record<string, unknown>;

/** The value as an object, empty where it is none. */
export function readRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** Whether the value is an object, neither `null` nor a list. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list, empty where it is none. */
export function readArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text, `undefined` where it is none or empty. */
export function readString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value as a number; ports sometimes come as text. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && /^\d{1,9}$/.test(value))
    return Number(value);
  return undefined;
}

/** Own entries whose values are texts, as labels and tags are. */
export function readTexts(value: unknown): Texts {
  return isRecord(value) ? new Texts(value) : Texts.none;
}
