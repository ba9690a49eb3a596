export * from './AirflowKumaApi';
export * from './AirflowKumaClient';
