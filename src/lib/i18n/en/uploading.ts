export const uploading = {};
