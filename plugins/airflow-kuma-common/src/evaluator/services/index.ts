export * from './createDataplaneLookup';
export * from './multiZone';
export * from './ServiceIndex';
export * from './selectsProxies';
export * from './servicePorts';
