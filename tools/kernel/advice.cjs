/** What a compiler's error most likely asks for, in a few words before the compiler's own: here and in tools/answers. */

const tensor = "(?:tf\\.)?(?:Tensor(?:[1-6]D|<[\\w.]+>)?|Scalar)";

/**
 * "Tensor<Rank.R2>" as learners write it: "tf.Tensor2D".
 *
 * @param {string} type
 */
const spelt = (type) => `tf.${type.replace(/^tf\./, "").replace(/^Tensor<(?:\w+\.)*R(\d)>$/, "Tensor$1D")}`;

/** @type {readonly { error: RegExp, says: (...parts: string[]) => string }[]} */
const rules = [
  {
    error: new RegExp(`Conversion of type '${tensor}' to type '(${tensor})' may be a mistake`),
    says: (_, to = "") => `cast it by way of tf.Tensor: \`as tf.Tensor as ${spelt(to)}\``,
  },
  {
    error: new RegExp(`'${tensor}' is not assignable to (?:type|parameter of type) '(${tensor})'`),
    says: (_, to = "") => `\`as ${spelt(to)}\` is missing`,
  },
  {
    error: new RegExp(`'${tensor}\\[\\]' is not assignable to (?:type|parameter of type) '([^']+)'`),
    says: (_, to = "") => `\`as ${to}\` is missing`,
  },
];

/**
 * "`as tf.Tensor2D` is missing", or nothing.
 *
 * @param {string} error  the compiler's words
 */
function adviceOn(error) {
  for (const { error: pattern, says } of rules) {
    const found = pattern.exec(error);
    if (found) return says(...found);
  }
  return undefined;
}

module.exports = { adviceOn };
