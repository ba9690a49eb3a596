export * from './AuditEntry';
export * from './AuditStore';
export * from './hashRecord';
export * from './router';
export * from './signHead';
