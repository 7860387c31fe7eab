/** Answers to `cachedAttention`: wrong as learners are wrong, and right in other ways. */
import { scaledDotProductAttention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface Cache {
  readonly keys: tf.Tensor3D;
  readonly values: tf.Tensor3D;
}
type Answer = (
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  cache?: Cache,
) => { output: tf.Tensor; cache: Cache };
const { mistake, leak, alternative } = variantsOf<Answer>();

const joined = (key: tf.Tensor3D, value: tf.Tensor3D, cache?: Cache): Cache => ({
  keys: tf.concat(cache ? [cache.keys, key] : [key], 1),
  values: tf.concat(cache ? [cache.values, value] : [value], 1),
});
const look = (query: tf.Tensor3D, { keys, values }: Cache): tf.Tensor =>
  scaledDotProductAttention(query, keys, values).output;

export const mistakes: Mistake[] = [
  mistake("the cache is not used: the new token sees only itself", (query, key, value, cache) => ({
    output: look(query, { keys: key, values: value }),
    cache: joined(key, value, cache),
  })),
  mistake("the new token does not see itself: look after it has been added", (query, key, value, cache) => ({
    output: look(query, cache ?? joined(key, value)),
    cache: joined(key, value, cache),
  })),
  mistake("the cache does not grow: the next token will not find this one", (query, key, value, cache) => ({
    output: look(query, joined(key, value, cache)),
    cache: cache ?? joined(key, value),
  })),
  mistake("the new token stands first in the cache; it should stand last", (query, key, value, cache) => {
    const all = {
      keys: tf.concat(cache ? [key, cache.keys] : [key], 1),
      values: tf.concat(cache ? [value, cache.values] : [value], 1),
    };
    return { output: look(query, all), cache: all };
  }),
  mistake("the cache forgets its oldest token", (query, key, value, cache) => {
    const all = joined(key, value, cache);
    const newest = (x: tf.Tensor3D) => (cache ? x.slice<tf.Tensor3D>([0, 1, 0], [-1, -1, -1]) : x);
    return { output: look(query, all), cache: { keys: newest(all.keys), values: newest(all.values) } };
  }),
  mistake("only the keys are kept; each token has the value of the newest", (query, key, value, cache) => {
    const { keys } = joined(key, value, cache);
    const all = { keys, values: value.tile<tf.Tensor3D>([1, keys.shape[1], 1]) };
    return { output: look(query, all), cache: all };
  }),
  leak((query, key, value, cache) => {
    const all = joined(key, value, cache);
    return { output: look(query.add(0), all), cache: all };
  }),
];

export const alternatives: Alternative[] = [
  alternative("an empty cache at the start", (query, key, value, cache) => {
    const [batch, , dKey] = key.shape;
    const empty = { keys: tf.zeros<tf.Rank.R3>([batch, 0, dKey]), values: tf.zeros<tf.Rank.R3>([batch, 0, value.shape[2]]) }; // prettier-ignore
    const before = cache ?? empty;
    const all = joined(key, value, before.keys.shape[1] === 0 ? undefined : before);
    return { output: look(query, all), cache: all };
  }),
  alternative("softmax by hand", (query, key, value, cache) => {
    const all = joined(key, value, cache);
    const scores = tf.matMul(query, all.keys, false, true).div<tf.Tensor3D>(Math.sqrt(key.shape[2]));
    return { output: tf.matMul(scores.softmax(), all.values), cache: all };
  }),
];
