export * from './AirflowClient';
export * from './changes';
export * from './AirflowClientConfig';
export * from './createAirflowClient';
export * from './links';
export * from './types';
