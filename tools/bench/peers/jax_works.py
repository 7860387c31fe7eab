"""JAX's side, as an anchor: the LSTM language model as one compiled program a training step."""

import math

import jax
from jax import numpy as jnp

VERSIONS = f"JAX {jax.__version__}"


def uniform(key, shape, bound):
    return jax.random.uniform(key, shape, minval=-bound, maxval=bound)


def lstm_parameters(s):
    keys = jax.random.split(jax.random.key(1), 5)
    vocab, embedding, hidden = s["vocabSize"], s["embeddingSize"], s["hiddenSize"]
    bound = 1 / math.sqrt(hidden)
    return {
        "embedding": jax.random.normal(keys[0], (vocab, embedding)),
        "input_to_gates": uniform(keys[1], (embedding, 4 * hidden), bound),
        "hidden_to_gates": uniform(keys[2], (hidden, 4 * hidden), bound),
        "gate_bias": jnp.zeros(4 * hidden),
        "output": uniform(keys[3], (hidden, vocab), bound),
        "output_bias": jnp.zeros(vocab),
    }


def lstm_loss(p, inputs, targets):
    # All products with the inputs at once, as a kernel for LSTMs does; the scan has those with the states.
    projected = p["embedding"][inputs.T] @ p["input_to_gates"] + p["gate_bias"]  # [time, batch, 4·hidden]

    def step(state, from_input):
        hidden, cell = state
        i, f, g, o = jnp.split(from_input + hidden @ p["hidden_to_gates"], 4, axis=1)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
        hidden = jax.nn.sigmoid(o) * jnp.tanh(cell)
        return (hidden, cell), hidden

    zeros = jnp.zeros((inputs.shape[0], p["hidden_to_gates"].shape[0]))
    _, hiddens = jax.lax.scan(step, (zeros, zeros), projected)  # [time, batch, hidden]
    log_probabilities = jax.nn.log_softmax(hiddens @ p["output"] + p["output_bias"])
    return -jnp.take_along_axis(log_probabilities, targets.T[:, :, None], axis=2).mean()


def adam(p, gradients, mean, square, t, rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
    mean = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, mean, gradients)
    square = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, square, gradients)
    scale = rate * jnp.sqrt(1 - beta2**t) / (1 - beta1**t)
    p = jax.tree.map(lambda x, m, v: x - scale * m / (jnp.sqrt(v) + epsilon), p, mean, square)
    return p, mean, square


def lstm(sizes):
    s = sizes["languageModel"]
    tokens = jax.random.randint(jax.random.key(2), (s["batchSize"], s["time"] + 1), 4, s["vocabSize"])
    inputs, targets = tokens[:, :-1], tokens[:, 1:]
    p = lstm_parameters(s)
    state = [p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p), 1]

    @jax.jit
    def training_step(p, mean, square, t):
        loss, gradients = jax.value_and_grad(lstm_loss)(p, inputs, targets)
        return loss, *adam(p, gradients, mean, square, t)

    def repeat(count):
        for _ in range(count):
            loss, *state[:3] = training_step(*state)
            state[3] += 1
            loss.item()

    return repeat


WORKS = {"lstm": lstm}
