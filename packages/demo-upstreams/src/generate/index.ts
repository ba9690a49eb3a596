export { generateAirflow } from './generateAirflow';
export type { GenerateAirflowOptions } from './generateAirflow';
export { generateKuma } from './generateKuma';
export type { GenerateKumaOptions } from './generateKuma';
export {
  generatedDomains,
  generatedPool,
  generatedService,
  generatedTeams,
} from './names';
