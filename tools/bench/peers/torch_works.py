"""PyTorch's side of each work, written as its users write it: eager, with its own layers."""

import torch
from torch import nn
from torch.nn import functional as F

from models import AttentionSeq2Seq, Gpt, LanguageModel, Seq2SeqTransformer, StepLstm

torch.set_num_threads(2)
torch.manual_seed(1)
VERSIONS = f"PyTorch {torch.__version__}"


def training_steps(model, inputs, targets):
    """Forward, backward, Adam, all on one batch."""
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def repeat(count):
        for _ in range(count):
            optimizer.zero_grad()
            logits = model(*inputs)
            loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
            loss.backward()
            optimizer.step()
            loss.item()

    return repeat


def random_tokens(batch, time, vocab):
    return torch.randint(4, vocab, (batch, time))


def language_model(sizes, layer):
    s = sizes["languageModel"]
    tokens = random_tokens(s["batchSize"], s["time"] + 1, s["vocabSize"])
    rnn = layer(s["embeddingSize"], s["hiddenSize"])
    model = LanguageModel(s["vocabSize"], s["embeddingSize"], s["hiddenSize"], rnn)
    return training_steps(model, [tokens[:, :-1]], tokens[:, 1:])


def lstm_layer(input_size, hidden_size):
    return nn.LSTM(input_size, hidden_size, batch_first=True)


def pairs(s):
    source = random_tokens(s["batchSize"], s["source"], s["vocabSize"])
    target = random_tokens(s["batchSize"], s["target"] + 1, s["vocabSize"])
    is_padding = torch.zeros_like(source, dtype=torch.bool)
    return [source, is_padding, target[:, :-1]], target[:, 1:]


def attention(sizes):
    s = sizes["seq2seq"]
    inputs, targets = pairs(s)
    return training_steps(AttentionSeq2Seq(s["vocabSize"], s["embeddingSize"], s["hiddenSize"]), inputs, targets)


def transformer(sizes):
    s = sizes["transformer"]
    inputs, targets = pairs(s)
    return training_steps(Seq2SeqTransformer(s), inputs, targets)


def decode_lstm(sizes):
    s, d = sizes["seq2seq"], sizes["decoding"]
    model = AttentionSeq2Seq(s["vocabSize"], s["embeddingSize"], s["hiddenSize"]).eval()
    source = random_tokens(d["batchSize"], s["source"], s["vocabSize"])
    is_padding = torch.zeros_like(source, dtype=torch.bool)

    @torch.no_grad()
    def repeat(count):
        for _ in range(count):
            states, state = model.encode(source)
            token = torch.ones(d["batchSize"], 1, dtype=torch.long)
            is_done = [False] * d["batchSize"]
            for _ in range(d["target"]):
                logits, weights, state = model.decode(token, states, is_padding, state)
                token = logits.argmax(2)
                is_done = [done or said == 2 for done, (said,) in zip(is_done, token.tolist())]
                weights.tolist()

    return repeat


def decode_gpt(sizes):
    s = sizes["gpt"]
    model = Gpt(s).eval()

    @torch.no_grad()
    def repeat(count):
        for _ in range(count):
            token, past = 4, None
            for position in range(s["maxTime"]):
                logits, past = model(torch.tensor([[token]]), position, past)
                token = logits.argmax(2).item()

    return repeat


WORKS = {
    "lstm-step": lambda sizes: language_model(sizes, StepLstm),
    "lstm": lambda sizes: language_model(sizes, lstm_layer),
    "attention": attention,
    "transformer": transformer,
    "decode-lstm": decode_lstm,
    "decode-gpt": decode_gpt,
}
