import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
  person: locals.person,
  language: locals.language,
  /** Where the bridge of this PC listens, when not at its usual place. */
  bridgeUrl: locals.context.env.bridgeUrl,
});
