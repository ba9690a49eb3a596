export * from './airflow';
export * from './kuma';
export * from './partUse';
export * from './proxyCounts';
export * from './providerOf';
export * from './source';
export * from './sourcePart';
