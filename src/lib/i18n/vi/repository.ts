export const repository = {};
