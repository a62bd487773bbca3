export const tagging = {};
