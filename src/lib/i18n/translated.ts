/** Same keys and same parameters as the source catalogue `vi`; a translation does not compile otherwise. */
export type Translated<Source> = {
  [Key in keyof Source]: Source[Key] extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : Source[Key] extends string
      ? string
      : Translated<Source[Key]>;
};
