/**
 * A Kuma resource identifier, e.g. `kri_mtp_default_zone-1__payments_`: short
 * type, mesh, zone, namespace, display name and section.
 * @public
 */
export type Kri = {
  type: string;
  mesh: string;
  zone: string;
  namespace: string;
  name: string;
  section: string;
};

/**
 * Reads a KRI; `undefined` where the text is none. The parts never hold an
 * underscore, as they are DNS labels, so seven parts are exactly seven.
 * @public
 */
export function parseKri(text: string): Kri | undefined {
  const parts = text.split('_');
  if (parts.length !== 7 || parts[0] !== 'kri') return undefined;
  const [, type, mesh, zone, namespace, name, section] = parts;
  return { type, mesh, zone, namespace, name, section };
}

/**
 * Writes a KRI; parts that are absent stay empty.
 * @public
 */
export function formatKri(kri: Partial<Kri> & Pick<Kri, 'type'>): string {
  const { type, mesh, zone, namespace, name, section } = kri;
  return ['kri', type, mesh, zone, namespace, name, section]
    .map(part => part ?? '')
    .join('_');
}
