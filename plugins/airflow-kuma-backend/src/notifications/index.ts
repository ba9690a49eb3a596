export { PlainNotifications } from './PlainNotifications';
