export const PREVIEW_POSSIBLE = 'possible';
export const PREVIEW_REFUSED = 'refused';

/** Stops a request that the backend would refuse; it says why in the preview. */
export function validateRequestPreview(
  value: string | undefined,
  field: { addError(message: string): void },
): void {
  if (value === PREVIEW_REFUSED) {
    field.addError('It would be refused; the preview says why');
  }
}
