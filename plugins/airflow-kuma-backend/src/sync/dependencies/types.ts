/** How a DAG declares a service; see `airflowKuma.dependencies`. */
export type DeclarationRules = {
  /** e.g. `calls:` */
  tagPrefix: string;
  /** e.g. `x-mesh-service` */
  assetScheme: string;
  /** e.g. `calls` */
  docKey: string;
};

export const DEFAULT_DECLARATION_RULES: DeclarationRules = {
  tagPrefix: 'calls:',
  assetScheme: 'x-mesh-service',
  docKey: 'calls',
};

/** A service as somebody wrote it. */
export type WrittenService = { mesh?: string; service: string; port?: number };
