/** A made-up cohort for sheet 06: right, wrong and hostile work, some of it equal but for names. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSheet } from "../../../tools/exercises/load";
import { buildPages } from "../../../tools/exercises/page";
import { drawFrom, floats } from "../../../tools/exercises/draw";
import type { Sentence } from "../../../tools/review/run/sentence";

const dot = {
  multiplied: `/**
 * Kim Min-ji wrote this; mail me at minji@example.org.
 */
function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
  // each query meets all of its keys
  return tf.tidy(() => keys.mul(query.expandDims(1)).sum<tf.Tensor2D>(2));
}`,
  renamed: `function dotScore(state: tf.Tensor2D, encoder: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => encoder.mul(state.expandDims(1)).sum<tf.Tensor2D>(2)); // sum over hidden
}`,
  loop: `function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => {
    const rows: tf.Tensor[] = [];
    for (let b = 0; b < query.shape[0]; b++) {
      const one = query.slice([b, 0], [1, -1]).transpose();
      rows.push(keys.slice([b, 0, 0], [1, -1, -1]).squeeze<tf.Tensor2D>([0]).matMul(one as tf.Tensor2D).squeeze([1]));
    }
    return tf.stack(rows) as tf.Tensor2D;
  });
}`,
  mean: `function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => keys.mul(query.expandDims(1)).mean<tf.Tensor2D>(2));
}`,
  exits: `function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
  console.log("</script><script>alert(1)</script>");
  process.exit(0);
}`,
  broken:
    "function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {\n  return keys.mul(query\n}",
};

const attend = {
  overBatch: `function attend(scores: tf.Tensor2D, values: tf.Tensor3D, mask?: tf.Tensor2D): Attended {
  return tf.tidy(() => {
    const weights = scores.transpose<tf.Tensor2D>().softmax().transpose<tf.Tensor2D>();
    return { weights, context: values.mul(weights.expandDims(2)).sum<tf.Tensor2D>(1) };
  });
}`,
  noSoftmax: `function attend(scores: tf.Tensor2D, values: tf.Tensor3D, mask?: tf.Tensor2D): Attended {
  return tf.tidy(() => ({ weights: scores.clone(), context: values.mul(scores.expandDims(2)).sum<tf.Tensor2D>(1) }));
}`,
};

const attended = "interface Attended {\n  weights: tf.Tensor2D;\n  context: tf.Tensor2D;\n}\n\n";

export interface Learner {
  readonly id: string;
  readonly name: string;
  /** Answers that differ from the solution, by task; null leaves the stub. */
  readonly answers: Readonly<Record<string, string | null>>;
}

/** Stubs cost no time. */
const lazy = { generalScore: null, concatScore: null, attentionDecoder: null };

export const learners: readonly Learner[] = [
  { id: "007", name: "Kim Min-ji", answers: { dotScore: dot.multiplied } },
  { id: "0815", name: "Lee Do-yun", answers: { dotScore: dot.renamed, generalScore: null } },
  {
    id: "s3",
    name: "Ada Braun",
    answers: { ...lazy, dotScore: dot.loop, attend: attended + attend.overBatch },
  },
  { id: "s4", name: "Noor Haddad", answers: { ...lazy, dotScore: dot.mean } },
  { id: "s5", name: "<b>Mallory</b>", answers: { ...lazy, dotScore: dot.exits, attentionEntropy: null } },
  {
    id: "s6",
    name: "Bo Li",
    answers: { ...lazy, dotScore: dot.broken, attend: attended + attend.noSoftmax },
  },
];

export const rosterText = ["id,name", ...learners.map(({ id, name }) => `${id},"${name}"`), ""].join("\n");

/** A folder for each learner, as a teacher unpacks it. */
export async function writeCohort(folder: string, who: readonly Learner[] = learners): Promise<void> {
  const { exercises, solutions } = buildPages(await loadSheet("06"));
  for (const { id, answers } of who) {
    const cells = solutions.cells.map((cell, index) => {
      const { task, role } = (cell.metadata["course"] ?? {}) as { task?: string; role?: string };
      if (role !== "answer" || task === undefined || !(task in answers)) return cell;
      return answers[task] === null ? exercises.cells[index]! : { ...cell, source: answers[task]! };
    });
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, "06-attention.ipynb"), JSON.stringify({ ...solutions, cells }));
  }
}

/** Four steps over five tokens, with states that nobody has trained. */
export function smallSentence(): Sentence {
  const draw = drawFrom("review/sentence");
  const [queries, keys] = [draw.normal(4, 3), draw.normal(4, 5, 3)];
  return {
    source: ["2", "월", "5", "일", "<eos>"],
    target: ["0", "2", "-", "<eos>"],
    calls: {
      dotScore: [queries, keys],
      generalScore: [queries, keys, floats([[1, 0, 0], [0, 1, 0], [0, 0, 1]])], // prettier-ignore
      attend: [draw.normal(4, 5), keys],
    },
  };
}
