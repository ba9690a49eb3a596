import { OwnerRules } from '../rules/ownerOf';

/** What config says about a control plane, beside how to reach it. */
export type KumaSettings = {
  name: string;
  /** Kuma GUI, without a slash at its end. */
  guiUrl?: string;
  /** Only these meshes. */
  meshes?: string[];
  /** Which label holds what. */
  labels: {
    dataDomain: string;
    environment: string;
    owner: string;
    system: string;
  };
  owners?: OwnerRules;
  cliques: boolean;
  /** Only `kuma-api` writes permissions through its API. */
  driver: string;
};
