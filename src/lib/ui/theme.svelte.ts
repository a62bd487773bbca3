export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The theme of this browser; `static/theme.js` applies it before the first paint. */
export class ThemeChoice {
  current = $state<Theme>('system');

  /** Reads what was chosen earlier; browser only. */
  restore(): void {
    const chosen = document.documentElement.dataset.theme;
    this.current = chosen === 'light' || chosen === 'dark' ? chosen : 'system';
  }

  choose(theme: Theme): void {
    this.current = theme;
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // Storage refused by the browser: the theme lasts until the page is left.
    }
  }
}
