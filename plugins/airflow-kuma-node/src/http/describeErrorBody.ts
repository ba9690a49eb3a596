const MAX_LENGTH = 300;

/**
 * The sentence in an error answer that helps a person: Airflow's `detail`
 * (text, list or object), problem+json's `title`, Kuma's
 * `invalid_parameters`, Prometheus' `error`. Nothing of an HTML page or of other text is quoted.
 */
export function describeErrorBody(
  body: string,
  redact: (text: string) => string,
): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || !parsed) return undefined;
  const { detail, title, error, invalid_parameters } = parsed as Record<
    string,
    unknown
  >;
  const parts = [
    text(title),
    text(error),
    sentenceOf(detail),
    ...list(invalid_parameters).map(parameter => {
      const { field, reason } = parameter as Record<string, unknown>;
      return `${text(field) ?? '?'}: ${text(reason) ?? '?'}`;
    }),
  ];
  const sentence = parts.filter(Boolean).join(': ');
  const clean = redact(sentence)
    // eslint-disable-next-line no-control-regex -- they are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
  if (!clean) return undefined;
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

function sentenceOf(detail: unknown): string | undefined {
  if (Array.isArray(detail)) {
    // FastAPI's 422: [{loc: ["query", "limit"], msg: "…"}]
    return detail
      .slice(0, 5)
      .map(entry => {
        const { loc, msg } = (entry ?? {}) as Record<string, unknown>;
        return `${list(loc).map(String).join('.')}: ${text(msg) ?? '?'}`;
      })
      .join(', ');
  }
  if (typeof detail === 'object' && detail) {
    const { message, reason } = detail as Record<string, unknown>;
    return text(message) ?? text(reason);
  }
  return text(detail);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value)
    ? value.filter(entry => entry !== null && entry !== undefined)
    : [];
}
