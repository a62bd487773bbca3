import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ bridgeUrl: locals.context.env.bridgeUrl });
