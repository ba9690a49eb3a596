import { useRouteRef } from '@backstage/core-plugin-api';
import { templateRouteRef } from '../routes';

/** Name of the template, in `templates/request-traffic-permission.yaml`. */
const TEMPLATE_NAME = 'request-traffic-permission';

/** What the form is opened with; a data domain is `domain:<name>`. */
export type RequestPrefill = {
  source?: string;
  destination?: string;
  port?: number;
  reason?: string;
  /** ISO 8601. */
  duration?: string;
};

/**
 * Address of the request form, prefilled. `undefined` in an app without the
 * scaffolder; callers then draw no button.
 */
export function useRequestUrl():
  | ((prefill: RequestPrefill) => string)
  | undefined {
  const template = useRouteRef(templateRouteRef);
  if (!template) return undefined;
  const path = template({ namespace: 'default', templateName: TEMPLATE_NAME });
  return prefill => {
    const formData = JSON.stringify(toFormData(prefill));
    return `${path}?formData=${encodeURIComponent(formData)}`;
  };
}

/** The fields of the template's form. */
export function toFormData(prefill: RequestPrefill): Record<string, unknown> {
  const { source, destination, port, reason, duration } = prefill;
  return {
    ...(source && { source }),
    ...(destination && {
      destination: { ref: destination, ...(port && { port }) },
    }),
    ...(reason && { reason }),
    ...(duration && { duration }),
  };
}
