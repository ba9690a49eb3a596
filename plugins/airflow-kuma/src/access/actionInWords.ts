/** `access.permission.applied` as `permission applied`. */
export function actionInWords(action: string): string {
  return action.replace(/^access\./, '').replace(/[._-]+/g, ' ');
}
