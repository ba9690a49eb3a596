export * from './multiZone';
export * from './resolve';
export * from './selectsProxies';
export * from './servicePorts';
