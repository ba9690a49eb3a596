export * from './airflow';
export * from './kuma';
export * from './source';
