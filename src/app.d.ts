import type { Person } from '#lib/domain/access.ts';
import type { Language } from '#lib/i18n/index.ts';
import type { Problem } from '#lib/protocol/problem.ts';
import type { Context } from '#lib/server/context.ts';

declare global {
  namespace App {
    interface Error {
      /** Code of the problem. */
      message: string;
      problem: Problem;
    }
    interface Locals {
      context: Context;
      /** The signed-in person; never a locked one. */
      person: Person | null;
      language: Language;
    }
  }
}

export {};
