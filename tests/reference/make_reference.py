"""Writes PyTorch's numbers for the tests of lib: inputs, parameters, outputs and gradients, one JSON file a concept.

    python tests/reference/make_reference.py            # all files
    python tests/reference/make_reference.py lstm gru   # some

Needs torch 1.13.1 (Debian 12 has it as python3-torch; newer versions give the same numbers to the digits kept) and,
for bleu and chrf only, sacrebleu 2.5.1. Neither is needed to run the tests.

Inputs are float32 numbers; PyTorch computes with them in float64, so a difference to lib is lib's rounding alone.
The loss whose gradients are kept is the sum of cos(k + 1) · output_k over all numbers of all outputs, k counted from
0 in each output: every output number has a slope of its own.

PyTorch's matrices are [output, input], ours [input, output]; its LSTM gates are in the order i f g o, as ours.
"""
import json
import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER = Path(__file__).parent


def same(tensor):
    return tensor


def transposed(tensor):
    return tensor.t()


def normal(*shape, scale=1.0):
    """Random numbers that float32 holds exactly, as float64 with gradients."""
    return (torch.randn(*shape) * scale).float().double().requires_grad_()


def written(tensor):
    tensor = tensor.detach()
    if not tensor.is_floating_point():
        return {"shape": list(tensor.shape), "ids": tensor.reshape(-1).tolist()}
    values = [float(f"{value:.9g}") for value in tensor.reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "values": values}


def slope(output):
    return torch.cos(torch.arange(1, output.numel() + 1, dtype=torch.float64)).reshape(output.shape)


def case(name, run, inputs, parameters=None, options=None):
    """One example. A parameter is (PyTorch's tensor, how to lay it out as ours)."""
    parameters = parameters or {}
    outputs = run()
    sum((slope(output) * output).sum() for output in outputs.values()).backward()
    leaves = {key: (tensor, same) for key, tensor in inputs.items() if tensor.requires_grad}
    gradients = {
        key: view(torch.zeros_like(tensor) if tensor.grad is None else tensor.grad)
        for key, (tensor, view) in {**leaves, **parameters}.items()
    }
    return {
        "name": name,
        "options": options or {},
        "inputs": {key: written(tensor) for key, tensor in inputs.items()},
        "parameters": {key: written(view(tensor)) for key, (tensor, view) in parameters.items()},
        "outputs": {key: written(tensor) for key, tensor in outputs.items()},
        "gradients": {key: written(tensor) for key, tensor in gradients.items()},
    }


def padding_mask(lengths, time=None):
    time = time or max(lengths)
    return (torch.arange(time) < torch.tensor(lengths)[:, None]).int()


def refilled(module, scale=0.5):
    """Every parameter random and exact in float32, even those that PyTorch starts at 0 or 1."""
    for parameter in module.double().parameters():
        parameter.data = (torch.randn(parameter.shape) * scale).float().double()
    return module


def packed_run(module, inputs, lengths, state=None):
    """Runs a recurrent module over padded sequences, each to its own end."""
    packed = pack_padded_sequence(inputs, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
    hiddens, last = module(packed, state) if state is not None else module(packed)
    hiddens, _ = pad_packed_sequence(hiddens, batch_first=True, total_length=inputs.shape[1])
    return hiddens, last


RECURRENT_SHAPES = [  # lengths of the sequences, input, hidden
    ([1], 1, 1),
    ([1, 1], 3, 2),
    ([4], 2, 3),
    ([5, 2, 3], 3, 4),
    ([3, 6, 6, 1], 4, 5),
]


def shape_name(lengths, *sizes):
    return f"batch {len(lengths)}, time {max(lengths)}, lengths {' '.join(map(str, lengths))}, " + " × ".join(map(str, sizes))


def lstm():
    for lengths, input_size, hidden_size in RECURRENT_SHAPES:
        module = refilled(nn.LSTM(input_size, hidden_size, batch_first=True))
        module.bias_hh_l0.data.zero_()
        batch = len(lengths)
        inputs = normal(batch, max(lengths), input_size)
        hidden, cell = normal(batch, hidden_size), normal(batch, hidden_size)

        def run():
            hiddens, last = packed_run(module, inputs, lengths, (hidden[None], cell[None]))
            return {"hiddens": hiddens, "lastHidden": last[0][0], "lastCell": last[1][0]}

        parameters = {
            "inputToGates": (module.weight_ih_l0, transposed),
            "hiddenToGates": (module.weight_hh_l0, transposed),
            "bias": (module.bias_ih_l0, same),
        }
        given = {"inputs": inputs, "mask": padding_mask(lengths), "hidden": hidden, "cell": cell}
        yield case(shape_name(lengths, input_size, hidden_size), run, given, parameters)


def bidirectional():
    for lengths, input_size, hidden_size in RECURRENT_SHAPES:
        module = refilled(nn.LSTM(input_size, hidden_size, batch_first=True, bidirectional=True))
        module.bias_hh_l0.data.zero_()
        module.bias_hh_l0_reverse.data.zero_()
        inputs = normal(len(lengths), max(lengths), input_size)

        def run():
            hiddens, (hidden, cell) = packed_run(module, inputs, lengths)
            return {"hiddens": hiddens, "lastHidden": torch.cat(list(hidden), 1), "lastCell": torch.cat(list(cell), 1)}

        parameters = {}
        for part, suffix in [("forwards", ""), ("backwards", "_reverse")]:
            parameters[f"{part}.inputToGates"] = (getattr(module, "weight_ih_l0" + suffix), transposed)
            parameters[f"{part}.hiddenToGates"] = (getattr(module, "weight_hh_l0" + suffix), transposed)
            parameters[f"{part}.bias"] = (getattr(module, "bias_ih_l0" + suffix), same)
        given = {"inputs": inputs, "mask": padding_mask(lengths)}
        yield case(shape_name(lengths, input_size, hidden_size), run, given, parameters)


def rnn():
    for lengths, input_size, hidden_size in RECURRENT_SHAPES:
        module = refilled(nn.RNN(input_size, hidden_size, batch_first=True))
        module.bias_hh_l0.data.zero_()
        inputs, hidden = normal(len(lengths), max(lengths), input_size), normal(len(lengths), hidden_size)

        def run():
            hiddens, last = packed_run(module, inputs, lengths, hidden[None])
            return {"hiddens": hiddens, "lastHidden": last[0]}

        parameters = {
            "inputToHidden": (module.weight_ih_l0, transposed),
            "hiddenToHidden": (module.weight_hh_l0, transposed),
            "bias": (module.bias_ih_l0, same),
        }
        given = {"inputs": inputs, "mask": padding_mask(lengths), "hidden": hidden}
        yield case(shape_name(lengths, input_size, hidden_size), run, given, parameters)


def gru():
    for lengths, input_size, hidden_size in RECURRENT_SHAPES:
        module = refilled(nn.GRU(input_size, hidden_size, batch_first=True))
        inputs, hidden = normal(len(lengths), max(lengths), input_size), normal(len(lengths), hidden_size)

        def run():
            hiddens, last = packed_run(module, inputs, lengths, hidden[None])
            return {"hiddens": hiddens, "lastHidden": last[0]}

        parameters = {
            "inputToGates": (module.weight_ih_l0, transposed),
            "hiddenToGates": (module.weight_hh_l0, transposed),
            "inputBias": (module.bias_ih_l0, same),
            "hiddenBias": (module.bias_hh_l0, same),
        }
        given = {"inputs": inputs, "mask": padding_mask(lengths), "hidden": hidden}
        yield case(shape_name(lengths, input_size, hidden_size), run, given, parameters)


def linear():
    for shape, output_size in [((1, 1), 1), ((3, 2), 4), ((1, 1, 3), 2), ((2, 3, 4), 5)]:
        module = refilled(nn.Linear(shape[-1], output_size))
        inputs = normal(*shape)
        parameters = {"inputToOutput": (module.weight, transposed), "bias": (module.bias, same)}
        name = f"{' × '.join(map(str, shape))} to {output_size}"
        yield case(name, lambda: {"outputs": module(inputs)}, {"inputs": inputs}, parameters)


def embedding():
    for batch, time, vocab, size in [(1, 1, 1, 1), (1, 4, 5, 3), (3, 1, 4, 2), (2, 5, 3, 4)]:
        module = refilled(nn.Embedding(vocab, size))
        tokens = torch.randint(0, vocab, (batch, time))
        parameters = {"table": (module.weight, same)}
        name = f"batch {batch}, time {time}, {vocab} tokens × {size}"
        yield case(name, lambda: {"outputs": module(tokens)}, {"tokens": tokens.int()}, parameters)


def layer_norm():
    for shape in [(1, 1), (3, 4), (1, 1, 4), (2, 3, 5)]:
        module = refilled(nn.LayerNorm(shape[-1]))
        inputs = normal(*shape, scale=2)
        parameters = {"scale": (module.weight, same), "shift": (module.bias, same)}
        yield case(" × ".join(map(str, shape)), lambda: {"outputs": module(inputs)}, {"inputs": inputs}, parameters)


SCORE_SHAPES = [(1, 1, 1, 1, 1), (1, 3, 4, 2, 3), (3, 1, 5, 4, 2), (2, 3, 4, 3, 5)]  # batch target source query key


def attention_scores():
    for batch, target, source, width, key_width in SCORE_SHAPES:
        name = f"batch {batch}, target {target}, source {source}, "
        query, keys = normal(batch, target, width), normal(batch, source, width)
        yield case(f"dot: {name}{width}", lambda: {"scores": torch.einsum("btd,bsd->bts", query, keys)},
                   {"query": query, "keys": keys}, options={"score": "dot"})
        query, keys = normal(batch, target, width), normal(batch, source, width)
        yield case(f"scaledDot: {name}{width}",
                   lambda: {"scores": torch.einsum("btd,bsd->bts", query, keys) / math.sqrt(width)},
                   {"query": query, "keys": keys}, options={"score": "scaledDot"})
        query, keys, weight = normal(batch, target, width), normal(batch, source, key_width), normal(width, key_width)
        yield case(f"general: {name}{width} × {key_width}",
                   lambda: {"scores": F.bilinear(
                       query[:, :, None].expand(batch, target, source, width).contiguous(),
                       keys[:, None].expand(batch, target, source, key_width).contiguous(), weight[None])[..., 0]},
                   {"query": query, "keys": keys, "weight": weight}, options={"score": "general"})
        query, keys = normal(batch, target, width), normal(batch, source, key_width)
        query_weight, key_weight, vector = normal(width, 3), normal(key_width, 3), normal(3)

        def concat():
            pairs = torch.cat([query[:, :, None].expand(batch, target, source, width),
                               keys[:, None].expand(batch, target, source, key_width)], -1)
            return {"scores": torch.tanh(pairs @ torch.cat([query_weight, key_weight])) @ vector}

        yield case(f"concat: {name}{width} and {key_width}", concat,
                   {"query": query, "keys": keys, "queryWeight": query_weight, "keyWeight": key_weight,
                    "vector": vector}, options={"score": "concat"})
        query, weight = normal(batch, target, width), normal(width, source)
        yield case(f"location: {name}{width}", lambda: {"scores": query @ weight},
                   {"query": query, "weight": weight}, options={"score": "location"})


def attention():
    for batch, target, source, width, _ in SCORE_SHAPES:
        for masked in ["nothing", "padding", "pairs"]:
            scores, values = normal(batch, target, source, scale=2), normal(batch, source, width)
            given = {"scores": scores, "values": values}
            mask = torch.ones(batch, target, source).int()
            if masked == "padding":
                given["mask"] = padding_mask([1 + (7 * row) % source for row in range(batch)], source)
                mask = given["mask"][:, None].expand(batch, target, source)
            elif masked == "pairs":
                mask = (torch.rand(batch, target, source) < 0.5).int()
                mask[:, :, -1] = 1
                given["mask"] = mask

            def run():
                weights = scores.masked_fill(mask == 0, -math.inf).softmax(-1)
                return {"weights": weights, "context": torch.bmm(weights, values)}

            yield case(f"{masked} masked: batch {batch}, target {target}, source {source}, {width}", run, given)


def attention_parameters(module, prefix=""):
    """Ours: queries apart, keys and values side by side; PyTorch's: all three below one another."""
    width = module.embed_dim
    weight, bias = module.in_proj_weight, module.in_proj_bias
    return {
        prefix + "queries.inputToOutput": (weight, lambda tensor: tensor[:width].t()),
        prefix + "queries.bias": (bias, lambda tensor: tensor[:width]),
        prefix + "keysValues.inputToOutput": (weight, lambda tensor: tensor[width:].t()),
        prefix + "keysValues.bias": (bias, lambda tensor: tensor[width:]),
        prefix + "output.inputToOutput": (module.out_proj.weight, transposed),
        prefix + "output.bias": (module.out_proj.bias, same),
    }


def linear_parameters(module, prefix):
    return {prefix + ".inputToOutput": (module.weight, transposed), prefix + ".bias": (module.bias, same)}


def norm_parameters(module, prefix):
    return {prefix + ".scale": (module.weight, same), prefix + ".shift": (module.bias, same)}


def multi_head_attention():
    for lengths, query, width, heads in [([1], 1, 1, 1), ([1], 3, 4, 2), ([4, 2], 1, 6, 3), ([3, 5, 1], 4, 4, 1), ([2, 3], 3, 8, 4)]:
        module = refilled(nn.MultiheadAttention(width, heads, batch_first=True))
        inputs, memory = normal(len(lengths), query, width), normal(len(lengths), max(lengths), width)
        mask = padding_mask(lengths)

        def run():
            output, weights = module(inputs, memory, memory, key_padding_mask=mask == 0, average_attn_weights=False)
            return {"output": output, "weights": weights}

        name = f"{shape_name(lengths, width)}, {query} queries, {heads} heads"
        yield case(name, run, {"inputs": inputs, "memory": memory, "mask": mask}, attention_parameters(module),
                   options={"dModel": width, "numHeads": heads})
    for time, width, heads in [(1, 2, 1), (4, 4, 2), (3, 6, 3)]:
        module = refilled(nn.MultiheadAttention(width, heads, batch_first=True))
        inputs = normal(2, time, width)
        mask = torch.ones(time, time).tril().int()

        def run():
            output, weights = module(inputs, inputs, inputs, attn_mask=mask == 0, average_attn_weights=False)
            return {"output": output, "weights": weights}

        yield case(f"self-attention, causal: time {time}, {width}, {heads} heads", run,
                   {"inputs": inputs, "causal": mask}, attention_parameters(module),
                   options={"dModel": width, "numHeads": heads})


def encoder_layer_parameters(module, prefix=""):
    return {
        **attention_parameters(module.self_attn, prefix + "selfAttention."),
        **norm_parameters(module.norm1, prefix + "attentionNorm"),
        **linear_parameters(module.linear1, prefix + "feedForward.wide"),
        **linear_parameters(module.linear2, prefix + "feedForward.narrow"),
        **norm_parameters(module.norm2, prefix + "feedForwardNorm"),
    }


def decoder_layer_parameters(module, prefix=""):
    return {
        **attention_parameters(module.self_attn, prefix + "selfAttention."),
        **norm_parameters(module.norm1, prefix + "selfNorm"),
        **attention_parameters(module.multihead_attn, prefix + "crossAttention."),
        **norm_parameters(module.norm2, prefix + "crossNorm"),
        **linear_parameters(module.linear1, prefix + "feedForward.wide"),
        **linear_parameters(module.linear2, prefix + "feedForward.narrow"),
        **norm_parameters(module.norm3, prefix + "feedForwardNorm"),
    }


def attention_decoder():
    """Step by step from the papers' equations, with PyTorch's LSTMCell and the general score."""
    vocab, embedding, hidden, encoder = 5, 2, 3, 4
    for lengths, target in [([1], 1), ([3], 2), ([4, 1, 2], 3)]:
        for placement, feeding in [("luong", False), ("luong", True), ("bahdanau", False)]:
            extra = encoder if placement == "bahdanau" else hidden if feeding else 0
            table, cell = refilled(nn.Embedding(vocab, embedding)), refilled(nn.LSTMCell(embedding + extra, hidden))
            cell.bias_hh.data.zero_()
            combine, output = refilled(nn.Linear(encoder + hidden, hidden)), refilled(nn.Linear(hidden, vocab))
            bridge = refilled(nn.Linear(2 * encoder, 2 * hidden))
            weight = normal(hidden, encoder)
            batch, mask = len(lengths), padding_mask(lengths)
            states = normal(batch, max(lengths), encoder)
            tokens = torch.randint(0, vocab, (batch, target))
            first_hidden, first_cell = normal(batch, hidden), normal(batch, hidden)

            def look(query):
                scores = torch.einsum("bh,hk,bsk->bs", query, weight, states)
                weights = scores.masked_fill(mask == 0, -math.inf).softmax(-1)
                return torch.einsum("bs,bsk->bk", weights, states), weights

            def run():
                h, c, attentional = first_hidden, first_cell, torch.zeros(batch, hidden).double()
                logits, looks = [], []
                for t in range(target):
                    word = table(tokens[:, t])
                    if placement == "bahdanau":
                        context, weights = look(h)
                        h, c = cell(torch.cat([word, context], 1), (h, c))
                    else:
                        h, c = cell(torch.cat([word, attentional], 1) if feeding else word, (h, c))
                        context, weights = look(h)
                    attentional = torch.tanh(combine(torch.cat([context, h], 1)))
                    logits.append(output(attentional))
                    looks.append(weights)
                return {"logits": torch.stack(logits, 1), "weights": torch.stack(looks, 1), "hidden": h, "cell": c}

            parameters = {
                "reader.embedding.table": (table.weight, same),
                "reader.rnn.inputToGates": (cell.weight_ih, transposed),
                "reader.rnn.hiddenToGates": (cell.weight_hh, transposed),
                "reader.rnn.bias": (cell.bias_ih, same),
                "score.weight": (weight, same),
                **linear_parameters(bridge, "reader.bridge"),
                **linear_parameters(combine, "combine"),
                **linear_parameters(output, "output"),
            }
            given = {"tokens": tokens.int(), "states": states, "mask": mask, "hidden": first_hidden, "cell": first_cell}
            options = {"vocabSize": vocab, "embeddingSize": embedding, "hiddenSize": hidden, "encoderSize": encoder,
                       "score": "general", "placement": placement, "inputFeeding": feeding}
            yield case(f"{placement}{', input feeding' if feeding else ''}: {shape_name(lengths, hidden)}, target {target}",
                       run, given, parameters, options)


LAYER_SHAPES = [([1], [1], 4, 1), ([3], [2], 4, 2), ([4, 2, 1], [1, 3, 2], 6, 3)]  # source, target, width, heads


def layer_config(width, heads, norm):
    return {"dModel": width, "numHeads": heads, "dFeedForward": width + 1, "norm": norm}


def encoder_layer():
    for lengths, _, width, heads in LAYER_SHAPES:
        for norm in ["pre", "post"]:
            module = refilled(nn.TransformerEncoderLayer(
                width, heads, width + 1, dropout=0, batch_first=True, norm_first=norm == "pre"))
            inputs, mask = normal(len(lengths), max(lengths), width), padding_mask(lengths)
            yield case(f"{norm}-norm: {shape_name(lengths, width)}, {heads} heads",
                       lambda: {"output": module(inputs, src_key_padding_mask=mask == 0)},
                       {"inputs": inputs, "mask": mask}, encoder_layer_parameters(module),
                       options=layer_config(width, heads, norm))


def decoder_layer():
    for source_lengths, target_lengths, width, heads in LAYER_SHAPES:
        for norm in ["pre", "post"]:
            module = refilled(nn.TransformerDecoderLayer(
                width, heads, width + 1, dropout=0, batch_first=True, norm_first=norm == "pre"))
            batch, time = len(source_lengths), max(target_lengths)
            inputs, states = normal(batch, time, width), normal(batch, max(source_lengths), width)
            mask, causal = padding_mask(source_lengths), torch.ones(time, time).tril().int()
            yield case(f"{norm}-norm: {shape_name(source_lengths, width)}, target {time}, {heads} heads",
                       lambda: {"output": module(inputs, states, tgt_mask=causal == 0,
                                                 memory_key_padding_mask=mask == 0)},
                       {"inputs": inputs, "states": states, "mask": mask, "causal": causal},
                       decoder_layer_parameters(module), options=layer_config(width, heads, norm))


def sinusoids(time, width):
    position, column = torch.arange(time).double()[:, None], torch.arange(width)
    angle = position / 10000 ** ((column - column % 2) / width)
    return torch.where(column % 2 == 0, angle.sin(), angle.cos())


def transformer():
    for source_lengths, target_lengths, width, heads, layers, norm, tied in [
        ([1], [1], 2, 1, 1, "pre", True), ([4], [3], 4, 2, 2, "pre", True),
        ([3, 1, 2], [2, 4, 1], 4, 2, 2, "post", True), ([2, 3], [3, 2], 6, 3, 1, "pre", False),
    ]:
        vocab, pre = 6, norm == "pre"
        options = dict(dropout=0, batch_first=True, norm_first=pre)
        encoder = refilled(nn.TransformerEncoder(nn.TransformerEncoderLayer(width, heads, width + 1, **options), layers,
                                                 norm=nn.LayerNorm(width) if pre else None))
        decoder = refilled(nn.TransformerDecoder(nn.TransformerDecoderLayer(width, heads, width + 1, **options), layers,
                                                 norm=nn.LayerNorm(width) if pre else None))
        read, write = refilled(nn.Embedding(vocab, width)), refilled(nn.Embedding(vocab, width))
        output = refilled(nn.Linear(width, vocab))
        mask, time = padding_mask(source_lengths), max(target_lengths)
        source = torch.randint(0, vocab, mask.shape)
        target = torch.randint(0, vocab, (len(target_lengths), time))
        causal = torch.ones(time, time).tril() == 0

        def run():
            embed = lambda table, tokens: table(tokens) * math.sqrt(width) + sinusoids(tokens.shape[1], width)
            states = encoder(embed(read, source), src_key_padding_mask=mask == 0)
            hiddens = decoder(embed(write, target), states, tgt_mask=causal, memory_key_padding_mask=mask == 0)
            return {"logits": hiddens @ write.weight.t() if tied else output(hiddens)}

        parameters = {"encoder.reader.embedding.table": (read.weight, same),
                      "decoder.reader.embedding.table": (write.weight, same)}
        for index in range(layers):
            parameters.update(encoder_layer_parameters(encoder.layers[index], f"encoder.layers.{index}."))
            parameters.update(decoder_layer_parameters(decoder.layers[index], f"decoder.layers.{index}."))
        if pre:
            parameters.update(norm_parameters(encoder.norm, "encoder.norm"))
            parameters.update(norm_parameters(decoder.norm, "decoder.scores.norm"))
        if not tied:
            parameters.update(linear_parameters(output, "decoder.scores.output"))
        name = f"{norm}-norm, {'tied' if tied else 'own'} output, {layers} layers: {shape_name(source_lengths, width)}, target {time}"
        yield case(name, run, {"source": source.int(), "mask": mask, "target": target.int()}, parameters,
                   options={**layer_config(width, heads, norm), "vocabSize": vocab, "numLayers": layers, "isTied": tied})


def gpt():
    for batch, time, width, heads, layers in [(1, 1, 2, 1, 1), (1, 4, 4, 2, 2), (3, 3, 6, 3, 1)]:
        vocab = 5
        stack = refilled(nn.TransformerEncoder(
            nn.TransformerEncoderLayer(width, heads, width + 1, dropout=0, batch_first=True, norm_first=True), layers,
            norm=nn.LayerNorm(width)))
        table, positions = refilled(nn.Embedding(vocab, width)), refilled(nn.Embedding(time + 1, width))
        tokens = torch.randint(0, vocab, (batch, time))
        causal = torch.ones(time, time).tril() == 0

        def run():
            states = stack(table(tokens) + positions.weight[:time], mask=causal)
            return {"logits": states @ table.weight.t()}

        parameters = {"embedding.table": (table.weight, same), "positions.table": (positions.weight, same),
                      **norm_parameters(stack.norm, "scores.norm")}
        for index in range(layers):
            parameters.update(encoder_layer_parameters(stack.layers[index], f"layers.{index}."))
        yield case(f"batch {batch}, time {time}, {width}, {heads} heads, {layers} layers", run,
                   {"tokens": tokens.int()}, parameters,
                   options={"vocabSize": vocab, "dModel": width, "numHeads": heads, "dFeedForward": width + 1,
                            "numLayers": layers, "maxTime": time + 1})


def losses():
    for lengths, vocab in [([1], 2), ([4], 3), ([3, 1, 5], 7), ([2, 2], 11)]:
        for smoothing in [0.0, 0.1]:
            mask = padding_mask(lengths)
            logits = normal(*mask.shape, vocab, scale=3)
            targets = torch.randint(0, vocab, mask.shape) * mask

            def run():
                flat = targets.masked_fill(mask == 0, -100).reshape(-1).long()
                return {"loss": F.cross_entropy(logits.reshape(-1, vocab), flat, label_smoothing=smoothing)}

            name = f"{shape_name(lengths, vocab)}, smoothing {smoothing}"
            given = {"logits": logits, "targets": targets.int(), "mask": mask}
            yield case(name, run, given, options={"labelSmoothing": smoothing})


BLEU_TEXTS = [
    ("The cat sat on the mat.", ["The cat sat on the mat.", "There is a cat on the mat."]),
    ("the the the the the the the", ["The cat is on the mat.", "There is a cat on the mat."]),
    ("It costs $3,000.50 -- or 5-10% less!", ["It costs $3,000.50, or 5-10 % less."]),
    ("He said: &quot;Hello, world&quot; &amp; left.", ['He said: "Hello, world" & left.']),
    ("a", ["a"]), ("a b", ["a c"]), ("", ["nothing was said"]), ("x y z", ["u v w"]),
    ("나는 어제 학교에 갔다 .", ["나는 어제 학교에 갔다 ."]), ("I went to school yesterday", ["Yesterday I went to school."]),
    ("don't (ever) use e.g. 3.5,2 or U.S.A.", ["don't [ever] use e.g. 3.5, 2 or U.S.A.", "never use 3.5,2"]),
    ("tab\tand\u3000wide\u00a0space  ", ["tab and wide space"]), ("emoji 😀, fine.", ["emoji 😀 , fine ."]),
    ("one two three four five six seven", ["one two three four five six seven eight nine ten"]),
    ("ein sehr langer Satz mit vielen Wörtern, die fehlen", ["ein Satz"]),
    ("hy-\nphen and new\nline <skipped> here", ["hyphen and new line here"]),
]


def bleu():
    import sacrebleu
    groups = {"everything": BLEU_TEXTS, **{f"only {text!r}": [(text, answers)] for text, answers in BLEU_TEXTS}}
    for name, pairs in groups.items():
        for tokenizer in ["13a", "none"]:
            for smoothing, value in [("none", None), ("floor", None), ("floor", 0.3), ("add-k", None), ("add-k", 2), ("exp", None)]:
                for effective in [False, True]:
                    width = max(len(answers) for _, answers in pairs)
                    # sacreBLEU wants as many references of each; one that is there twice changes nothing.
                    streams = [[answers[min(k, len(answers) - 1)] for _, answers in pairs] for k in range(width)]
                    metric = sacrebleu.BLEU(tokenize=tokenizer, smooth_method=smoothing, smooth_value=value,
                                            effective_order=effective, lowercase=effective)
                    result = metric.corpus_score([text for text, _ in pairs], streams)
                    options = {"tokenizer": tokenizer, "smoothing": smoothing, "usesEffectiveOrder": effective,
                               "ignoresCase": effective, **({"smoothingValue": value} if value else {})}
                    yield {"name": f"{name}, {tokenizer}, {smoothing} {value}, effective order {effective}",
                           "options": options, "hypotheses": [text for text, _ in pairs],
                           "references": [answers for _, answers in pairs],
                           "score": {"score": result.score, "precisions": result.precisions,
                                     "brevityPenalty": result.bp, "hypothesisLength": result.sys_len,
                                     "referenceLength": result.ref_len}}


def chrf():
    import sacrebleu
    everything = [(text, answers[0]) for text, answers in BLEU_TEXTS]
    groups = {"everything": everything, **{f"only {text!r}": [(text, answer)] for text, answer in everything}}
    for name, pairs in groups.items():
        texts, answers = [text for text, _ in pairs], [answer for _, answer in pairs]
        score = sacrebleu.CHRF().corpus_score(texts, [answers]).score
        yield {"name": name, "hypotheses": texts, "references": answers, "score": score}


CONCEPTS = {
    "bleu": bleu,
    "chrf": chrf,
    "rnn": rnn,
    "gru": gru,
    "lstm": lstm,
    "bidirectional": bidirectional,
    "linear": linear,
    "embedding": embedding,
    "layer-norm": layer_norm,
    "attention-scores": attention_scores,
    "attention": attention,
    "multi-head-attention": multi_head_attention,
    "attention-decoder": attention_decoder,
    "encoder-layer": encoder_layer,
    "decoder-layer": decoder_layer,
    "transformer": transformer,
    "gpt": gpt,
    "losses": losses,
}


def main():
    for name in sys.argv[1:] or CONCEPTS:
        torch.manual_seed(sum(map(ord, name)))
        recipe = f"make_reference.py {name}, " + ("sacrebleu 2.5.1" if name in ["bleu", "chrf"] else f"torch {torch.__version__}")
        content = {"recipe": recipe, "cases": list(CONCEPTS[name]())}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text.replace('{"name"', '\n{"name"') + "\n", encoding="utf-8")
        print(f"{name}: {len(content['cases'])} cases, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
