import {
  PermissionDialect,
  RuleReference,
  VerdictCode,
  VerdictOutcome,
} from '../types';

/** What an engine says about one caller of one inbound. */
export type Decision = {
  dialect: PermissionDialect;
  enforced: VerdictOutcome;
  intended: VerdictOutcome;
  code: VerdictCode;
  reason: string;
  decidedBy?: RuleReference;
  shadow?: 'allow' | 'deny';
};

/** A caller as engines ask about it; an SNI only where TLS asks for one. */
export type Caller = {
  uriSans: readonly string[];
  /** URI SANs joined as Envoy's `uri_san` input has them. */
  joined: string;
  sni?: string;
};

/** An engine that was prepared for one inbound. */
export type Engine = {
  dialect: PermissionDialect;
  /** Whether any rule looks at the server name that TLS asks for. */
  usesSni: boolean;
  decide(caller: Caller): Decision;
};
