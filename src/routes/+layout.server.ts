import { parseLanguage } from '#lib/i18n/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ cookies, locals }) => ({
  person: locals.person,
  language: parseLanguage(cookies.get('lang')),
});
