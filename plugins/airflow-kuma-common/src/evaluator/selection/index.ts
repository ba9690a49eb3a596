export * from './InboundIndex';
export * from './selectAll';
export * from './selectorKey';
