const SECRET_KEYS = ['password', 'token', 'clientSecret'];

/** What of some credentials must never be seen. */
export function secretsOf(auth: Record<string, string | undefined>): string[] {
  return SECRET_KEYS.flatMap(key => auth[key] ?? []);
}
