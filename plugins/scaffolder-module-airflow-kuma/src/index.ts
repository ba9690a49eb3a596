/**
 * Form fields of the template Request a traffic permission, for the new
 * frontend system.
 *
 * @packageDocumentation
 */
export { airflowKumaScaffolderModule as default } from './module';
