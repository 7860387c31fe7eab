"""The models of the comparison in PyTorch."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class StepLstm(nn.Module):
    """The LSTM's equations in a loop, as a learner writes them."""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        bound = 1 / math.sqrt(hidden_size)
        uniform = lambda *shape: nn.Parameter(torch.empty(*shape).uniform_(-bound, bound))
        self.input_to_gates = uniform(input_size, 4 * hidden_size)
        self.hidden_to_gates = uniform(hidden_size, 4 * hidden_size)
        self.bias = uniform(4 * hidden_size)

    def forward(self, inputs):
        hidden = cell = inputs.new_zeros(len(inputs), len(self.hidden_to_gates))
        hiddens = []
        for x in inputs.unbind(1):
            gates = x @ self.input_to_gates + hidden @ self.hidden_to_gates + self.bias
            i, f, g, o = gates.chunk(4, 1)
            cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
            hidden = o.sigmoid() * cell.tanh()
            hiddens.append(hidden)
        return torch.stack(hiddens, 1), (hidden, cell)


class LanguageModel(nn.Module):
    def __init__(self, vocab_size, embedding_size, hidden_size, rnn):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = rnn
        self.output = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens):
        return self.output(self.rnn(self.embedding(tokens))[0])


class AttentionSeq2Seq(nn.Module):
    """Luong attention with the general score, all decoder steps at once."""

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        self.source_embedding = nn.Embedding(vocab_size, embedding_size)
        self.target_embedding = nn.Embedding(vocab_size, embedding_size)
        self.encoder = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.bridge = nn.Linear(2 * hidden_size, 2 * hidden_size)
        self.decoder = nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.score = nn.Linear(hidden_size, hidden_size, bias=False)
        self.combine = nn.Linear(2 * hidden_size, hidden_size)
        self.output = nn.Linear(hidden_size, vocab_size)

    def encode(self, source):
        states, (hidden, cell) = self.encoder(self.source_embedding(source))
        hidden, cell = self.bridge(torch.cat([hidden, cell], 2)).chunk(2, 2)
        return states, (hidden.tanh(), cell.contiguous())

    def decode(self, target, states, is_padding, state):
        hiddens, state = self.decoder(self.target_embedding(target), state)
        scores = self.score(hiddens) @ states.transpose(1, 2)
        weights = scores.masked_fill(is_padding[:, None], -torch.inf).softmax(2)
        attentional = self.combine(torch.cat([weights @ states, hiddens], 2)).tanh()
        return self.output(attentional), weights, state

    def forward(self, source, is_padding, target):
        states, state = self.encode(source)
        return self.decode(target, states, is_padding, state)[0]


def sinusoidal_encoding(time, d_model):
    angles = torch.arange(time)[:, None] / 10_000 ** (torch.arange(0, d_model, 2) / d_model)
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1)


class Seq2SeqTransformer(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.d_model = s["dModel"]
        self.source_embedding = nn.Embedding(s["vocabSize"], self.d_model)
        self.target_embedding = nn.Embedding(s["vocabSize"], self.d_model)
        self.transformer = nn.Transformer(
            self.d_model,
            s["numHeads"],
            s["numLayers"],
            s["numLayers"],
            s["dFeedForward"],
            dropout=0.0,
            batch_first=True,
            norm_first=True,
        )
        self.register_buffer("positions", sinusoidal_encoding(max(s["source"], s["target"]), self.d_model))

    def read(self, embedding, tokens):
        return embedding(tokens) * math.sqrt(self.d_model) + self.positions[: tokens.shape[1]]

    def forward(self, source, is_padding, target):
        causal = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        states = self.transformer(
            self.read(self.source_embedding, source),
            self.read(self.target_embedding, target),
            tgt_mask=causal,
            src_key_padding_mask=is_padding,
            memory_key_padding_mask=is_padding,
            tgt_is_causal=True,
        )
        return F.linear(states, self.target_embedding.weight)


class CachedLayer(nn.Module):
    """One layer of a GPT that keeps keys and values."""

    def __init__(self, s):
        super().__init__()
        self.num_heads, d_model = s["numHeads"], s["dModel"]
        self.attention_norm, self.work_norm = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.projection = nn.Linear(d_model, 3 * d_model)
        self.output = nn.Linear(d_model, d_model)
        self.wide = nn.Linear(d_model, s["dFeedForward"])
        self.narrow = nn.Linear(s["dFeedForward"], d_model)

    def forward(self, inputs, past):
        batch, time, d_model = inputs.shape
        projected = self.projection(self.attention_norm(inputs))
        heads = projected.view(batch, time, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)
        queries, keys, values = heads.unbind(0)
        if past is not None:
            keys, values = torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2)
        looked = F.scaled_dot_product_attention(queries, keys, values)
        inputs = inputs + self.output(looked.transpose(1, 2).reshape(batch, time, d_model))
        return inputs + self.narrow(F.relu(self.wide(self.work_norm(inputs)))), (keys, values)


class Gpt(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s["vocabSize"], s["dModel"])
        self.positions = nn.Embedding(s["maxTime"], s["dModel"])
        self.layers = nn.ModuleList(CachedLayer(s) for _ in range(s["numLayers"]))
        self.norm = nn.LayerNorm(s["dModel"])

    def forward(self, tokens, start, past):
        states = self.embedding(tokens) + self.positions.weight[start : start + tokens.shape[1]]
        new_past = []
        for index, layer in enumerate(self.layers):
            states, kept = layer(states, past and past[index])
            new_past.append(kept)
        return F.linear(self.norm(states), self.embedding.weight), new_past
