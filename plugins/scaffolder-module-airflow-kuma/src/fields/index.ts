export { DagPicker } from './DagPicker';
export { Duration } from './Duration';
export { Reason } from './Reason';
export { ServicePortPicker } from './ServicePortPicker';
export { validateDestination } from './validateDestination';
