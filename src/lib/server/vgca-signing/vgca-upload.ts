import { AppError } from '#lib/domain/app-error.ts';
import { errors } from '#lib/i18n/vi/errors.ts';
import { MAX_VGCA_BYTES } from '#lib/protocol/vgca.ts';
import { toProblem } from '../http/problem.ts';

/** `uploadfile` is what the service sends; other versions were seen with the others. */
const fieldNames = ['uploadfile', 'file', 'File', 'FileData', 'uploadedFile', 'fileToUpload'];

/** The PDF in a multipart body. Throws `INVALID_INPUT`, `FILE_TOO_LARGE`, `FILE_EMPTY`. */
export async function readVgcaUpload(request: Request): Promise<Buffer> {
  const sizeBytes = Number(request.headers.get('content-length') ?? 0);
  if (sizeBytes > MAX_VGCA_BYTES)
    throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_VGCA_BYTES });
  const form = await request.formData().catch((cause: unknown) => {
    throw new AppError('INVALID_INPUT', { fields: ['uploadfile'] }, { cause });
  });
  const file = fieldNames.map((name) => form.get(name)).find((value) => value instanceof File);
  if (!file) throw new AppError('INVALID_INPUT', { fields: ['uploadfile'] });
  if (file.size === 0) throw new AppError('FILE_EMPTY');
  if (file.size > MAX_VGCA_BYTES)
    throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_VGCA_BYTES });
  return Buffer.from(await file.arrayBuffer());
}

/** The answer in the form that the service shows to the person in front of it. */
export async function answerVgca(take: () => Promise<string>): Promise<Response> {
  try {
    return said(0, '', await take());
  } catch (error) {
    const { code } = toProblem(error);
    const { message, remedy } = errors[code];
    return said(1, `${message} ${remedy}`, '');
  }
}

function said(status: number, message: string, fileName: string): Response {
  const body = { Status: status, Message: message, FileName: fileName, FileServer: '' };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
