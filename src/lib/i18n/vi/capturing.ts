export const capturing = {};
