import type { Component } from 'svelte';
import { render } from 'vitest-browser-svelte';
import type { Language } from '#lib/i18n/index.ts';
import type { Toasts } from '../toasts.svelte.ts';
import TestBed from './TestBed.svelte';

/** Shows one component with everything the root layout gives it; answers the notes on the screen. */
export async function show<Props extends Record<string, unknown>>(
  component: Component<Props>,
  subject: Props,
  language: Language = 'vi',
): Promise<Toasts> {
  const { promise, resolve } = Promise.withResolvers<Toasts>();
  await render(TestBed<Props>, { component, subject, language, ontoasts: resolve });
  return promise;
}
