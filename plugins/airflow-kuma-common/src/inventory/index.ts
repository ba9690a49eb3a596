export * from './airflow';
export * from './kuma';
export * from './providerOf';
export * from './source';
export * from './sourcePart';
