import {
  Proxy,
  Service,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** What tables need of proxies. */
export type ProxyCertificate = Pick<
  Proxy,
  'controlPlane' | 'mesh' | 'name' | 'certificate'
>;

/** Expiry of the certificates of a service's proxies. */
export type CertificateSummary = {
  certificateExpires?: string;
  certificateExpired: boolean;
};

/** Looks up certificates by the proxies of a service. */
export class CertificateIndex {
  readonly #expires = new Map<string, string>();

  constructor(proxies: ProxyCertificate[]) {
    for (const proxy of proxies) {
      // External issuers report none: that is not "expired".
      const expires = proxy.certificate?.expires;
      if (expires) this.#expires.set(keyOf(proxy, proxy.name), expires);
    }
  }

  /** The earliest expiry, since that is the one that breaks something. */
  of(
    service: Pick<Service, 'controlPlane' | 'mesh' | 'dataplanes'>,
    now: Date,
  ): CertificateSummary {
    let earliest: string | undefined;
    for (const name of service.dataplanes) {
      const expires = this.#expires.get(keyOf(service, name));
      if (!expires) continue;
      if (!earliest || new Date(expires) < new Date(earliest)) {
        earliest = expires;
      }
    }
    return {
      certificateExpires: earliest,
      certificateExpired: earliest !== undefined && new Date(earliest) < now,
    };
  }
}

function keyOf(
  mesh: { controlPlane: string; mesh: string },
  name: string,
): string {
  return JSON.stringify([mesh.controlPlane, mesh.mesh, name]);
}
