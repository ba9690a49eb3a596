/**
 * A link of people into the portal. `app.baseUrl` is written with a slash at
 * its end as often as without, and may be below a path.
 */
export function portalLink(baseUrl: string | undefined, path: string): string {
  return `${(baseUrl ?? '').replace(/\/+$/, '')}${path}`;
}

/**
 * Page of the access requests in the portal, below `app.baseUrl`. Backstage
 * itself puts the two together for notifications, e-mails and search results.
 */
export const ACCESS_PATH = '/airflow-kuma/access';

/** Page of one request. */
export function requestPath(id: string): string {
  return `${ACCESS_PATH}/requests/${encodeURIComponent(id)}`;
}

/** Page of one campaign. */
export function campaignPath(id: string): string {
  return `${ACCESS_PATH}/campaigns/${encodeURIComponent(id)}`;
}
