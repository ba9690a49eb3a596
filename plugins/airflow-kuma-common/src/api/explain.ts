import { PermittedFacet } from '../edges/types';
import { Enforcement } from '../evaluator/enforcement';
import { PolicyReference, Verdict } from '../evaluator/types';
import { DataAge } from './inventory';

/** One thing to check, in the order a person should check it. @public */
export type ExplainLink = {
  id:
    | 'source-data'
    | 'identity-rule'
    | 'source-proxy'
    | 'destination-proxy'
    | 'source-sync'
    | 'destination-sync'
    | 'way-out'
    | 'way-out-told'
    | 'identity-ready'
    | 'source-certificate'
    | 'destination-certificate'
    | 'mesh-enforces'
    | 'permissive'
    | 'policies'
    | 'deciding-rule'
    | 'intended'
    | 'borrowed-identity'
    | 'greeting';
  title: string;
  status: 'ok' | 'problem' | 'unknown' | 'not-applicable';
  /** The fact, in a sentence. */
  fact: string;
  /** ISO time that the fact is about. */
  at?: string;
  details?: { label: string; value: string; link?: string }[];
};

/** What would change the answer. @public */
export type ExplainRemedy =
  | {
      kind: 'request';
      text: string;
      source: string;
      destination: string;
      port: number;
    }
  | { kind: 'outside'; text: string };

/** Certificate history as the portal has seen it. @public */
export type CertificateHistory = {
  proxy: string;
  side: 'source' | 'destination';
  /** Of the certificate that it shows now. */
  state: 'expired' | 'none' | 'valid' | 'not-reported';
  /** ISO time at which that one runs out. */
  expires?: string;
  /** Oldest first. */
  events: {
    at: string;
    what:
      | 'first-seen'
      | 'regenerated'
      | 'expired'
      | 'issuer-changed'
      | 'disconnected'
      | 'connected';
    issuer?: string;
    expires?: string;
    regenerations?: number;
  }[];
  /** Cause of the last expiry where it can be told; says so where it cannot. */
  cause?: string;
};

/** `GET /explain?source=<ref>&destination=<ref>&port=<n>` @public */
export type Explanation = {
  source: { ref: string; name: string };
  destination: { ref: string; name: string; port: number; portName?: string };
  /** One sentence. */
  sentence: string;
  outcome: PermittedFacet['outcome'];
  verdict?: Verdict;
  /** What happens to calls there without and with a permission. */
  enforcement?: Enforcement;
  /** `false` where proxies of the destination disagree. */
  agree: boolean;
  chain: ExplainLink[];
  selectedBy: (PolicyReference & { yaml?: string })[];
  remedies: ExplainRemedy[];
  /** Ids of requests for this pair that wait for a decision or for their start. */
  requests: string[];
  certificates: CertificateHistory[];
  /** DAGs on the same identity: entity refs the caller may see, and a count. */
  shared: { refs: string[]; total: number };
  dataAge: DataAge;
};
