/** The messages of TensorFlow's file formats that come with tfjs-node, as far as lib/engine/saved-model.ts writes them. */
declare module "@tensorflow/tfjs-node/dist/proto/api_pb.js" {
  export interface Message extends Record<`set${string}`, (value: unknown) => void> {
    getAttrMap(): Map<string, Message>;
    getRetMap(): Map<string, string>;
    serializeBinary(): Uint8Array;
  }
  type Kind = new () => Message;
  const kinds: Readonly<
    Record<
      | "FunctionDef"
      | "FunctionDefLibrary"
      | "GraphDef"
      | "NameAttrList"
      | "NodeDef"
      | "SavedModel"
      | "Tensor"
      | "VersionDef",
      Kind
    > & {
      AttrValue: Kind & { readonly ListValue: Kind };
      OpDef: Kind & { readonly ArgDef: Kind };
      MetaGraphDef: Kind & { readonly MetaInfoDef: Kind };
      TensorShape: Kind & { readonly Dim: Kind };
    }
  >;
  export default kinds;
}
