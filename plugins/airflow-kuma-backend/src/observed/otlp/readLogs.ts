import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { LogRecord } from './LogRecord';
import { exportRequest } from './schema';

export type OtlpEncoding = 'json' | 'protobuf';

type AnyValue = {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string | number;
  doubleValue?: number;
  kvlistValue?: { values?: KeyValue[] };
};
type KeyValue = { key: string; value?: AnyValue };

const keyValue: z.ZodType<KeyValue> = z.lazy(() =>
  z.looseObject({
    key: z.string(),
    value: z
      .looseObject({
        stringValue: z.string().optional(),
        boolValue: z.boolean().optional(),
        intValue: z.union([z.string(), z.number()]).optional(),
        doubleValue: z.number().optional(),
        kvlistValue: z
          .looseObject({ values: z.array(keyValue).optional() })
          .optional(),
      })
      .optional(),
  }),
);
const body = z.looseObject({
  kvlistValue: z
    .looseObject({ values: z.array(keyValue).optional() })
    .optional(),
});
const nanoseconds = z.union([z.string(), z.number()]).optional();
const requestSchema = z.looseObject({
  resourceLogs: z
    .array(
      z.looseObject({
        resource: z
          .looseObject({ attributes: z.array(keyValue).optional() })
          .optional(),
        scopeLogs: z
          .array(
            z.looseObject({
              logRecords: z
                .array(
                  z.looseObject({
                    timeUnixNano: nanoseconds,
                    observedTimeUnixNano: nanoseconds,
                    body: body.optional(),
                    attributes: z.array(keyValue).optional(),
                  }),
                )
                .optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** Log records of an OTLP request. */
export function readLogs(raw: Buffer, encoding: OtlpEncoding): LogRecord[] {
  const parsed = requestSchema.safeParse(decode(raw, encoding));
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new InputError(
      `Not an OTLP logs request: ${path.join('.')} ${message}`,
    );
  }
  const records: LogRecord[] = [];
  for (const { resource, scopeLogs } of parsed.data.resourceLogs ?? []) {
    const shared = flatten(resource?.attributes);
    for (const { logRecords } of scopeLogs ?? []) {
      for (const record of logRecords ?? []) {
        records.push({
          attributes: {
            ...shared,
            // Kuma puts the template of a MeshAccessLog into the body.
            ...flatten(record.body?.kvlistValue?.values),
            ...flatten(record.attributes),
          },
          at: timeOf(record),
        });
      }
    }
  }
  return records;
}

function decode(raw: Buffer, encoding: OtlpEncoding): unknown {
  try {
    return encoding === 'json'
      ? JSON.parse(raw.toString('utf8'))
      : exportRequest.toObject(exportRequest.decode(raw), { longs: String });
  } catch {
    throw new InputError(`The body is not OTLP in ${encoding}`);
  }
}

function flatten(values: KeyValue[] = []): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { key, value } of values) {
    const text =
      value?.stringValue ??
      value?.intValue ??
      value?.doubleValue ??
      value?.boolValue;
    if (text !== undefined) texts[key] = String(text);
  }
  return texts;
}

function timeOf(record: {
  timeUnixNano?: string | number;
  observedTimeUnixNano?: string | number;
}): number {
  for (const value of [record.timeUnixNano, record.observedTimeUnixNano]) {
    const milliseconds = Number(value ?? 0) / 1e6;
    if (milliseconds > 0) return Math.floor(milliseconds);
  }
  return Date.now();
}
