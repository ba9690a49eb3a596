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
  /** How permissions get there, e.g. `kuma-api`. */
  driver: string;
};
