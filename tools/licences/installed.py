"""Prints as JSON which licence each installed Python package claims, by its normalised name."""

import importlib.metadata
import json
import re


def licence(metadata):
    """The expression, or the word in the old field, or the classifier: packages differ in what they fill in."""
    old = (metadata["License"] or "").strip()
    is_word = old not in ("", "UNKNOWN") and "\n" not in old and not old.startswith("Copyright")
    classifiers = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return metadata["License-Expression"] or (old if is_word else None) or ", ".join(classifiers)


names = {}
for package in importlib.metadata.distributions():
    names[re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()] = licence(package.metadata)
print(json.dumps(names))
