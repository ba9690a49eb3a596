import {
  durationEnd,
  extendedFrom,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** When a grant that ends at `end` would end after an extension; nothing where that is no time. */
export function extensionEnd(
  end: string,
  duration: string,
  now: string,
): string | undefined {
  return duration
    ? durationEnd(duration, extendedFrom({ end }, now))
    : undefined;
}
