import { HumanDuration } from '@backstage/types';
import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /** Airflow Kuma: Airflow DAGs and Kuma services in the portal. */
  airflowKuma?: {
    airflow?: {
      instances?: {
        /** Key: name of the instance; it becomes part of entity names. */
        [name: string]: {
          /** Shown instead of the name. */
          title?: string;
          /** e.g. `https://airflow.example.com` */
          baseUrl: string;
          /** Where people reach the UI, when it differs from baseUrl. */
          uiUrl?: string;
          /** Default `auto`: found by asking. */
          apiVersion?: 'auto' | 'v1' | 'v2';
          auth?: {
            type:
              | 'password'
              | 'clientCredentials'
              | 'bearer'
              | 'basic'
              | 'none';
            username?: string;
            /** @visibility secret */
            password?: string;
            clientId?: string;
            /** @visibility secret */
            clientSecret?: string;
            /** @visibility secret */
            token?: string;
          };
          owners?: OwnerRules;
          /** Prefix of the tag that names the data domain; default `domain:`. */
          dataDomainTag?: string;
          /** Prefix of the tag that names the environment; default `env:`. */
          environmentTag?: string;
          /** Environment of all its DAGs that carry no such tag. */
          environment?: string;
          /** Entity ref of the system that its DAGs belong to. */
          system?: string;
          filter?: {
            /** Only DAGs with one of these tags. */
            tags?: string[];
            /** Only DAG ids that match this regular expression. */
            dagId?: string;
            /** Default true: stale DAGs are left out. */
            excludeStale?: boolean;
          };
          /** Default every 30 s. */
          schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
          /** Requests at once; default 4. */
          maxConcurrentRequests?: number;
          /** Per request; default 15 s. */
          timeout?: HumanDuration | string;
        };
      };
    };
    kuma?: {
      controlPlanes?: {
        /** Key: name of the control plane; it becomes part of entity names. */
        [name: string]: {
          title?: string;
          /** e.g. `https://kuma.example.com:5682` */
          baseUrl: string;
          /** Kuma GUI for links, e.g. `https://kuma.example.com/gui`. */
          guiUrl?: string;
          auth?: {
            type: 'token' | 'clientCertificate' | 'none';
            /** @visibility secret */
            token?: string;
            /** PEM. */
            certificate?: string;
            /** PEM. @visibility secret */
            key?: string;
            /** PEM of the CA that signed the API's certificate. */
            ca?: string;
          };
          /** Only these meshes; default all. */
          meshes?: string[];
          /** Which label holds what; defaults: data-domain, environment, owner, system. */
          labels?: {
            dataDomain?: string;
            environment?: string;
            owner?: string;
            system?: string;
          };
          owners?: OwnerRules;
          /** Default every 10 s. */
          schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
          maxConcurrentRequests?: number;
          timeout?: HumanDuration | string;
          /** How permissions are written there: `kuma-api` (default), `kubernetes`, `git`, `none`, or a driver that a module adds. */
          driver?: string;
          /** Where the `git` driver commits. */
          git?: {
            /** Repository URL over HTTP(S). */
            repository: string;
            /** Default `main`. */
            branch?: string;
            /** Folder in the repository; default `airflow-kuma`. */
            path?: string;
            /** `pullRequest` through the SCM integrations, or `push`. */
            mode?: 'push' | 'pullRequest';
            username?: string;
            /** @visibility secret */
            token?: string;
          };
          /** Where the `kubernetes` driver writes; default: the cluster that the portal runs in. */
          kubernetes?: {
            /** Name of a cluster in `kubernetes.clusterLocatorMethods`. */
            cluster?: string;
            /** Path of a kubeconfig file. */
            kubeconfig?: string;
            /** Context of that file; default its current one. */
            context?: string;
          };
          /** Whether its control plane groups with the cliques algorithm; default true, as Kuma's. */
          cliques?: boolean;
        };
      };
    };
    /** A drop in the number of DAGs or services by more than this share (0 to 1) is held back; default 0.5. */
    suddenDrop?: number;
    /**
     * How long a total loss (more than 90 % of DAGs or services missing at once) is held back before it is
     * taken for true; default 1 hour.
     */
    totalLossWait?: HumanDuration | string;
    /** How long runs of DAGs are kept; default 400 days. */
    runRetention?: HumanDuration | string;
    /** How long daily counts of what Kuma 3.0 would change are kept; default 400 days. */
    readinessRetention?: HumanDuration | string;
    /** Which DAGs run as which workload identity; the first rule that fits wins. */
    identities?: Array<{
      /** All given conditions must fit. */
      match?: {
        instance?: string;
        dagId?: string;
        tag?: string;
        owner?: string;
        dataDomain?: string;
        executor?: string;
        queue?: string;
        pool?: string;
      };
      controlPlane: string;
      mesh: string;
      /** SPIFFE ID, with `{{ dagId }}`, `{{ dataDomain }}`, `{{ queue }}`, `{{ pool }}`, `{{ instance }}` as slugs. */
      spiffeId?: string;
      /** Or: labels of the proxies it runs on; values may hold the same templates. */
      dataplaneLabels?: { [label: string]: string };
    }>;
    /** How a DAG declares a service. */
    dependencies?: {
      /** Prefix of tags that declare; default `calls:`. */
      tagPrefix?: string;
      /** Scheme of inlets that declare; default `x-mesh-service`. */
      assetScheme?: string;
      /** Key of the front matter block in doc_md; default `calls`. */
      docKey?: string;
      /** Mesh of names without one. */
      defaultMesh?: string;
    };
    observed?: {
      prometheus?: {
        baseUrl: string;
        auth?: {
          type: 'basic' | 'bearer' | 'none';
          username?: string;
          /** @visibility secret */
          password?: string;
          /** @visibility secret */
          token?: string;
        };
        /** Label names that differ from Kuma's; defaults: mesh, kuma_workload, envoy_cluster_name. */
        labels?: { mesh?: string; workload?: string; cluster?: string };
        /** Window of rates; default 5 minutes. */
        window?: HumanDuration | string;
        /** Requests at once; default 4. */
        maxConcurrentRequests?: number;
        /** Per request; default 15 s. */
        timeout?: HumanDuration | string;
      };
      accessLogs?: {
        /** Aggregates kept at most; default 200,000. */
        maxRows?: number;
        /** How long they are kept; default 100 days. */
        retention?: HumanDuration | string;
      };
      /** Link to traces of an edge; `{{ mesh }}`, `{{ source }}`, `{{ destination }}` are filled in. */
      traceUrl?: string;
    };
    access?: {
      durations?: {
        /** ISO 8601; default P1D, P7D, P30D, P90D. */
        presets?: string[];
        /** Default P90D. */
        max?: string;
        /** Default P30D. */
        recommended?: string;
      };
      reason?: { minLength?: number; pattern?: string; patternHint?: string };
      /** Undecided requests lapse after; default P14D. */
      lapseAfter?: string;
      /** Entity refs of those who administer; they can still never decide their own. */
      administrators?: string[];
      /** In order; deny wins. See docs. */
      guardrails?: Array<{
        name: string;
        /** Backstage filter predicate over source, destination, request, requester. */
        if?: object;
        outcome: 'deny' | 'allow' | 'approvals';
        advice?: string;
        approvals?: Array<{
          /** `owner` of the destination, or an entity ref. */
          of: string;
          count?: number;
        }>;
      }>;
      /** Token subjects that may request for a user; their owners count as requester too. */
      requestOnBehalf?: Array<{
        /** e.g. `external:release-bot` */
        subject: string;
        /** Entity refs of users or groups. */
        owners: string[];
      }>;
      /**
       * What asking for a DAG of an owner takes to whom one does not belong:
       * nothing, a message to that owner, or the owner's approval; default `told`.
       */
      requestForOthers?: 'free' | 'told' | 'approval';
      breakGlass?: {
        enabled?: boolean;
        maxDuration?: string;
        securityGroup?: string;
        /** May break the glass for DAGs of any owner; others only for their own. */
        onCallGroup?: string;
      };
      drift?: 'restore' | 'end' | 'report';
      /** The other end of a grant: the workload that calls. */
      callersEnd?: {
        /** Where manifests of calling workloads lie; the first that fits a proxy is its. */
        manifests?: Array<{
          /** All given conditions fit; `*` is any text. One of workload, proxy and labels is needed. */
          match: {
            controlPlane?: string;
            mesh?: string;
            namespace?: string;
            /** `kuma.io/workload`, or the service that the proxy is, e.g. `airflow-finance`. */
            workload?: string;
            /** Name of the Dataplane. */
            proxy?: string;
            labels?: { [key: string]: string };
          };
          /** Repository URL over HTTP(S). */
          repository: string;
          /** Default `main`. */
          branch?: string;
          /** File in the repository, e.g. `workers/finance.yaml`. */
          path: string;
          /** Which document of the file; default the one that is a workload. */
          document?: { kind?: string; name?: string; namespace?: string };
          /** `pullRequest` (default) through the SCM integrations, or `push`. */
          mode?: 'push' | 'pullRequest';
          username?: string;
          /** @visibility secret */
          token?: string;
        }>;
      };
      unused?: { after?: string; end?: boolean };
      /** Ask Kuma for its shadow diff on the approver's screen; default false. */
      shadowDiff?: boolean;
      /** Reviews of live grants on a calendar. */
      campaigns?: Array<{
        title: string;
        /** ISO 8601 duration from one start to the next, e.g. `P90D`. */
        every: string;
        /** ISO 8601 duration from start to deadline, e.g. `P14D`. */
        answerWithin: string;
        /** What happens to grants that nobody answered for; default `keep`. */
        unanswered?: 'end' | 'keep';
        /** Only grants from or to this data domain. */
        dataDomain?: string;
        /** Only grants to services of this owner. */
        owner?: string;
      }>;
    };
    audit?: {
      /** Signs the head of the chain. */
      signing?: {
        /** Ed25519 private key, PEM (PKCS #8). @visibility secret */
        privateKey: string;
        keyId?: string;
      };
    };
  };
}

/** Rules that find an owner; the first that fits wins. */
type OwnerRules = {
  /** Entity ref when no rule fits; default `group:default/unowned`. */
  default?: string;
  rules?: Array<{
    /** Regular expression over the upstream's owner text, whole match. */
    owner?: string;
    tag?: string;
    /** `key=value` of a Kuma label. */
    label?: string;
    /** Entity ref; `$1` takes the first group of `owner`. */
    entityRef: string;
  }>;
};
