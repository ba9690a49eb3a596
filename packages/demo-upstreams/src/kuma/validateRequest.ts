import { Violation } from './errors';
import { Resource } from './types';

const rfc1123 =
  "invalid characters. A lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

/** Refusals of what surrounds the spec: name, type, mesh and labels. */
export function validateRequest(
  place: { zone: string; mesh?: string; type: string; name: string },
  body: Resource,
): Violation[] {
  const found: Violation[] = [];
  for (const key of ['name', 'type', 'mesh'] as const) {
    if (body[key] !== place[key]) {
      found.push({
        field: key,
        reason: `${key} from the URL has to be the same as in body`,
      });
    }
  }
  const zone = body.labels?.['kuma.io/zone'];
  if (zone !== undefined && zone !== place.zone) {
    found.push({
      field: 'labels["kuma.io/zone"]',
      reason: `kuma.io/zone label should have ${place.zone} value`,
    });
  }
  for (const [key, value] of Object.entries(body.labels ?? {})) {
    // As Kubernetes has it; Kuma checks every label, on Universal too.
    if (!/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value)) {
      found.push({
        field: `labels["${key}"]`,
        reason:
          'a valid label must be at most 63 characters of the label alphabet',
      });
    }
  }
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(place.name)) {
    found.push({ field: 'name', reason: rfc1123 });
  }
  return found;
}
