import type { Component } from 'svelte';
import type { LucideProps } from '@lucide/svelte';

/** An icon of `@lucide/svelte/icons/*`, always beside words or under an accessible name. */
export type IconComponent = Component<LucideProps>;
