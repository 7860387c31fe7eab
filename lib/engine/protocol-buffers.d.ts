/** The messages of TensorFlow's file formats that come with tfjs-node, as far as lib/engine/graph.ts writes them. */
declare module "@tensorflow/tfjs-node/dist/proto/api_pb.js" {
  export interface Message extends Record<`set${string}`, (value: unknown) => void> {
    getAttrMap(): Map<string, Message>;
    serializeBinary(): Uint8Array;
  }
  type Kind = new () => Message;
  const kinds: Readonly<
    Record<"GraphDef" | "NodeDef" | "SavedModel" | "Tensor" | "VersionDef", Kind> & {
      AttrValue: Kind & { readonly ListValue: Kind };
      MetaGraphDef: Kind & { readonly MetaInfoDef: Kind };
      TensorShape: Kind & { readonly Dim: Kind };
    }
  >;
  export default kinds;
}
