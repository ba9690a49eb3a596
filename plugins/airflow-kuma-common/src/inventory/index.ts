export * from './airflow';
export * from './kuma';
export * from './source';
export * from './sourcePart';
