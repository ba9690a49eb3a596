import { AirflowClient } from './AirflowClient';

/**
 * One generation of the API. The client chooses which one it talks to.
 */
export type AirflowApi = Omit<AirflowClient, 'name' | 'version' | 'clockSkew'>;
