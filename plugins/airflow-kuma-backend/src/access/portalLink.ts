/**
 * A link of people into the portal. `app.baseUrl` is written with a slash at
 * its end as often as without, and may be below a path.
 */
export function portalLink(baseUrl: string | undefined, path: string): string {
  return `${(baseUrl ?? '').replace(/\/+$/, '')}${path}`;
}
