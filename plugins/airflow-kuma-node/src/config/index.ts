export * from './readAirflowSources';
export * from './readKumaSources';
export * from './readPrometheusSource';
export * from './SourceConfig';
