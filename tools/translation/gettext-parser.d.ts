/** The part of gettext-parser that we use; version 10 comes without types. */
declare module "gettext-parser" {
  interface Comments {
    readonly translator?: string;
    readonly extracted?: string;
    readonly flag?: string;
    readonly previous?: string;
  }
  interface Translation {
    readonly msgctxt?: string;
    readonly msgid: string;
    readonly msgstr: readonly string[];
    readonly comments?: Comments;
  }
  interface Translations {
    readonly charset: string;
    readonly headers: Record<string, string>;
    readonly translations: Record<string, Record<string, Translation>>;
  }
  export const po: {
    parse(input: Buffer | string, options?: { validation?: boolean }): Translations;
    compile(table: object, options?: { foldLength?: number }): Buffer;
  };
}
