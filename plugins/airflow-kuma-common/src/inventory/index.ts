export * from './airflow';
export * from './kuma';
export * from './partUse';
export * from './providerOf';
export * from './source';
export * from './sourcePart';
