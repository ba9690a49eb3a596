export * from './AirflowClient';
export * from './types';
