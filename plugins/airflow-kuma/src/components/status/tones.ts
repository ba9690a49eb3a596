import { BackstageTheme } from '@backstage/theme';
import { makeStyles } from '@material-ui/core/styles';

/**
 * The one set of status colours. A tone never stands alone: every status has
 * an icon and a word as well.
 */
export type Tone = 'ok' | 'warning' | 'error' | 'progress' | 'neutral';

/** Colours of the tones in the viewer's theme. */
export function toneColors(theme: BackstageTheme): Record<Tone, string> {
  const { palette } = theme;
  return {
    ok: palette.status?.ok ?? palette.success.main,
    warning: palette.status?.warning ?? palette.warning.main,
    error: palette.status?.error ?? palette.error.main,
    progress: palette.status?.running ?? palette.info.main,
    neutral: palette.text.secondary,
  };
}

/** One class per tone that sets the text colour. */
export const useToneStyles = makeStyles((theme: BackstageTheme) => {
  const colors = toneColors(theme);
  return {
    ok: { color: colors.ok },
    warning: { color: colors.warning },
    error: { color: colors.error },
    progress: { color: colors.progress },
    neutral: { color: colors.neutral },
  };
});
