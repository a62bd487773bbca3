import { describe, expect, test } from 'vitest';
import { errorCodes } from '#lib/domain/app-error.ts';
import { languages, messagesIn } from '#lib/i18n/index.ts';
import { problemText } from './problem-text.ts';

describe('the text of a problem', () => {
  test('says for every code what happened and what to do, in every language', () => {
    const silent = languages.flatMap((language) =>
      errorCodes.filter((code) => {
        const { message, remedy } = problemText({ code }, messagesIn(language));
        return message.length < 5 || remedy.length < 5;
      }),
    );
    expect(silent).toEqual([]);
  });

  test('names wrong fields as they are called on the screen', () => {
    const problem = {
      code: 'INVALID_INPUT' as const,
      details: { fields: ['ownerName', 'username'] },
    };
    expect(problemText(problem, messagesIn('vi')).facts).toEqual([
      'Các ô: Tên chủ sở hữu, Tên đăng nhập',
    ]);
  });

  test('names the file and the incident, and keeps quiet about facts without words', () => {
    const problem = {
      code: 'SERVER_FAILED' as const,
      details: { fileName: 'GP-05.pdf', pinState: 'x' },
      incident: '8f2c',
    };
    expect(problemText(problem, messagesIn('vi')).facts).toEqual([
      'Tệp: GP-05.pdf',
      'Mã sự cố: 8f2c',
    ]);
  });
});
