/** Batches live in the browser of the official: there is nothing to render on the server. */
export const ssr = false;
