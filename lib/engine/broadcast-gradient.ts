/**
 * The gradient of `tf.matMul` where one side has fewer axes: `[batch, time, model] · [model, hidden]`, the line that
 * everybody writes first. TensorFlow multiplies it, but TensorFlow.js' gradient keeps the axes over which the smaller
 * side was repeated, and then refuses its shape. The chain rule sums over them.
 */
import * as tfjs from "@tensorflow/tfjs-node"; // not by lib/tf, which loads this file

type Gradients = Record<string, () => tfjs.Tensor>;

const marked = Symbol.for("rnn-to-transformer: sums over repeated axes");
const own = tfjs.getGradient("BatchMatMul") as tfjs.GradConfig & { [marked]?: true };

// A notebook that reloads this file finds our gradient there already.
if (own[marked] === undefined) {
  tfjs.unregisterGradient("BatchMatMul");
  const gradFunc: tfjs.GradFunc = (change, saved, attributes) => {
    const [a, b] = saved as [tfjs.Tensor, tfjs.Tensor];
    const gradients = own.gradFunc(change as tfjs.Tensor, saved, attributes) as Gradients;
    return { a: () => summedTo(a.shape, gradients["a"]!()), b: () => summedTo(b.shape, gradients["b"]!()) };
  };
  const mended: typeof own = { ...own, gradFunc, [marked]: true };
  tfjs.registerGradient(mended);
}

/** Sums over the axes along which a tensor of this shape was repeated. */
function summedTo(shape: readonly number[], gradient: tfjs.Tensor): tfjs.Tensor {
  const numMore = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((length, axis) =>
    length === (shape[axis - numMore] ?? 0) ? [] : axis,
  );
  return axes.length === 0 ? gradient : gradient.sum(axes).reshape([...shape]);
}
