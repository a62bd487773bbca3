import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { homeOf } from '#lib/features/shell/home.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  redirect(303, resolve(locals.person === null ? '/sign-in' : homeOf(locals.person.role)));
};
