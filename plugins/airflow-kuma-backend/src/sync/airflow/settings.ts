import { AirflowApiVersion } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { DeclarationRules } from '../dependencies/types';
import { OwnerRules } from '../rules/ownerOf';

/** What config says about an Airflow instance, beside how to reach it. */
export type AirflowSettings = {
  name: string;
  /** Where people reach the UI. */
  uiUrl: string;
  owners?: OwnerRules;
  /** Prefix of the tag that names the data domain. */
  dataDomainTag: string;
  environmentTag: string;
  /** Of DAGs without such a tag. */
  environment?: string;
  system?: string;
  filter: { tags?: string[]; dagId?: RegExp; excludeStale: boolean };
  declarations: DeclarationRules;
  /** Milliseconds between two reads; the rolling re-read is paced by it. */
  interval: number;
};

/** Where links to a DAG's pages lead, which differs by generation. */
export type LinkBase = { uiUrl: string; api: AirflowApiVersion };
