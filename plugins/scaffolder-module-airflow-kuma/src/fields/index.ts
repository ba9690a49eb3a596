export { DagPicker } from './DagPicker';
export { Duration } from './Duration';
export { Reason } from './Reason';
export { RequestPreview } from './RequestPreview';
export { ServicePortPicker } from './ServicePortPicker';
export { validateDestination } from './validateDestination';
export { validateRequestPreview } from './validateRequestPreview';
