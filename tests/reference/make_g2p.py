"""Writes what the published package g2p-en makes of some words, for the tests of datasets/g2p-en and for notebook 11.

    pip download --no-deps g2p-en==2.1.0 && unzip g2p_en-2.1.0-py3-none-any.whl -d FOLDER
    python tests/reference/make_g2p.py FOLDER

Needs numpy (any version; 2.4.6 was used) and the unpacked wheel, not what else the package asks for: of nltk and inflect,
which it imports, `predict` needs nothing, so they are replaced by empty modules. The package's own code answers; nothing of it
is rewritten here.
"""
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

# The words that opened the part on sounds, some that nobody has listed, and what is at an edge: a letter that the model does
# not know, a single letter, and words that are cut off after twenty phonemes.
CHOSEN = """
though through tough cough seoul bibimbap softmax blorph thoughtfulness activationist transformer o'clock café a zzz
antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis supercalifragilisticexpialidocious
""".split()
# The first hundred of load({ split: "test" }) of datasets/cmudict.
TEST = """
mugar glamorizing casstevens anacortes mickles melican wantonly leapt mischarged fraudulent obsidian incapable
strayer elementary radically kearn lorie bilello witwatersrand kaufhof plastered hooky lagos theon blotching
caq kunayev goedecke somes dubeau leyda pedestrians humpback uncontrollably resumes posluszny foodway
breazeale antitakeover zillah drainage spelman isenhour celis hobnobbing terminations kemnitz eke dills
congressperson lebold galoob beckie nier grandiose ronk milardo constancy adell distorts bilk prepare topps
hairiness triarc rainman moisten barth lyn repo brazilians prelate felonious chichester dekroon daughtrey
sheeks gravette hansberry selfs preemptive stouffs charlie smear overhanging accuray naber waikiki renovating
siderographers ellenberg ojala bua psarouthakis kinsman illustrates programmatic barged dhaharan pfluger
""".split()


def module(name, **contents):
    sys.modules[name] = ModuleType(name)
    vars(sys.modules[name]).update(contents)


module("nltk", pos_tag=None, data=SimpleNamespace(find=lambda name: name))
module("nltk.corpus", cmudict=SimpleNamespace(dict=dict))
module("nltk.tokenize", TweetTokenizer=lambda: SimpleNamespace(tokenize=None))
module("inflect", engine=lambda: None)

sys.path.insert(0, sys.argv[1])
from g2p_en import G2p  # noqa: E402

model = G2p()
content = {
    "recipe": "make_g2p.py, g2p-en 2.1.0",
    "letters": model.graphemes,
    "phonemes": model.phonemes,
    "words": {word: " ".join(model.predict(word)) for word in [*CHOSEN, *TEST]},
}
text = json.dumps(content, indent=1, ensure_ascii=False)
(Path(__file__).parent / "g2p-en.json").write_text(text + "\n", encoding="utf-8")
