export * from './buildScene';
export * from './compareScenes';
export * from './drawGraph';
export * from './Scene';
export * from './seeScene';
