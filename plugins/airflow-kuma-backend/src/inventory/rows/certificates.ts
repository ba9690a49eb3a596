import {
  hasExpired,
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

type ProxiedService = Pick<Service, 'controlPlane' | 'mesh' | 'dataplanes'>;

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

  of(service: ProxiedService, now: Date): CertificateSummary {
    const certificateExpires = this.expiryOf(service);
    return {
      certificateExpires,
      certificateExpired: hasExpired(certificateExpires, now.getTime()),
    };
  }

  /** The earliest expiry, since that is the one that breaks something. */
  expiryOf(service: ProxiedService): string | undefined {
    let earliest: string | undefined;
    for (const name of service.dataplanes) {
      const expires = this.#expires.get(keyOf(service, name));
      if (!expires) continue;
      if (!earliest || new Date(expires) < new Date(earliest)) {
        earliest = expires;
      }
    }
    return earliest;
  }
}

function keyOf(
  mesh: { controlPlane: string; mesh: string },
  name: string,
): string {
  return JSON.stringify([mesh.controlPlane, mesh.mesh, name]);
}
