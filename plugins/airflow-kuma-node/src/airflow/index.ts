export * from './AirflowClient';
export * from './AirflowClientConfig';
export * from './changes';
export * from './createAirflowClient';
export * from './links';
export * from './types';
