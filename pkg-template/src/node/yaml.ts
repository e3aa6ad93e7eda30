// A module of its own, imported when there is a file to read, so that bundlers drop unused parts of the library.
import {
  binaryTag,
  defineScalarTag,
  loadAll,
  mapTag,
  mergeTag,
  nullYaml11Tag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from "js-yaml";

/** Unknown tags are ignored, as lakectl's YAML library does. */
const unknownTag = defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => source, identify: () => false });

/**
 * Every scalar is a string: YAML 1.1 (the Python SDK) and 1.2 (lakectl) read `yes`, `1e5`, `08` and `12:30` as different values, and access keys
 * can look like any of them.
 */
const TEXTS = new Schema([strTag, seqTag, mapTag, mergeTag, nullYaml11Tag, binaryTag, unknownTag]);

/** A tab between a key and a flow collection, which js-yaml refuses and lakectl's library reads. */
const TAB_BEFORE_FLOW = /^([^\t\n]*:) *\t[\t ]*(?=[[{])/gm;

/** The first document of a YAML text. Throws a {@link YamlError}. */
export function parseYaml(text: string): unknown {
  try {
    // The last of duplicate keys counts, as in the Python SDK.
    return loadAll(text, { schema: TEXTS, json: true })[0];
  } catch (error) {
    const spaced = text.replace(TAB_BEFORE_FLOW, "$1 ");
    if (spaced !== text) return parseYaml(spaced);
    throw new YamlError(error instanceof YAMLException ? error.mark : undefined);
  }
}

/** The place of a syntax error. Without the text, which contains a secret. */
export class YamlError extends Error {
  constructor(mark: { readonly line: number; readonly column: number } | undefined) {
    super(mark && `see line ${mark.line + 1}, column ${mark.column + 1}`);
  }
}
