/** Documents are signed in the browser of the clerk: there is nothing to render on the server. */
export const ssr = false;
