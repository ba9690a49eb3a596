/** A MeshTrafficPermission as the cluster has it. */
export type PermissionObject = {
  apiVersion?: string;
  kind?: string;
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    uid?: string;
    resourceVersion?: string;
  };
  spec?: unknown;
};

/** What Kubernetes answers where it refuses. */
export type StatusAnswer = {
  message?: string;
  reason?: string;
  details?: {
    kind?: string;
    name?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
  };
};

/** A verb that the account lacks; without a namespace, in all of them. */
export type MissingRight = { verb: string; namespace?: string };

/** Where permissions of a mesh can lie. */
export type Scope = {
  /** Where its proxies run. */
  namespaces: string[];
  /** Where the control plane itself runs, e.g. `kuma-system`. */
  systemNamespace: string;
  isGlobal?: true;
};
