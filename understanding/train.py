"""Train the model of `dadinfo/conversation/learned.py` from the labelled texts: python -m understanding.train

Authors are kept apart: those of `train` teach, those of `tune` chose the thresholds, those of `test` are only measured.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from dadinfo.conversation import risk
from dadinfo.conversation.learned import BITS, SHARES, Classes, features, read_classes

HERE = Path(__file__).parent
MODEL = HERE.parent / "content/risk/model.npz"
SMALLEST = 2  # of 127: weights below say nothing


def texts(part: str) -> Iterator[dict[str, str]]:
    """The labelled texts of one part: train, tune or test."""
    for path in sorted((HERE / "corpus" / part).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def heads(known: list[dict[str, str]]) -> dict[str, list[str]]:
    """The labels of each question: alarm or calm, group with detail ("baby_in_danger:happened"), and the wish."""
    return {
        "alarm": ["alarm" if one["risk"] in risk.ALARMS else "calm" for one in known],
        "risk": [f"{one['risk']}:{one['detail']}" if one.get("detail") else one["risk"] for one in known],
        "intent": [one["intent"] for one in known],
    }


def matrix(words: Iterable[str], classes: Classes) -> csr_matrix:
    """One row a text; each of its two sets has the length of its share."""
    rows, values, ends = [], [], [0]
    for one in words:
        for found, share in zip(features(one, classes), SHARES, strict=True):
            rows.append(found)
            values.append(np.full(len(found), share / np.sqrt(max(len(found), 1))))
        ends.append(ends[-1] + sum(map(len, rows[-2:])))
    return csr_matrix((np.concatenate(values), np.concatenate(rows), ends), shape=(len(ends) - 1, 1 << BITS))


def main() -> None:
    known = list(texts("train"))
    seen = matrix((risk.plain(one["text"]) for one in known), read_classes(MODEL.with_name("classes.txt")))
    columns, held = [], {"heads": np.array(list(heads(known)))}
    for name, labels in heads(known).items():
        fitted = OneVsRestClassifier(LogisticRegression(C=20.0, solver="liblinear")).fit(seen, labels)
        names = list(fitted.classes_)
        weights = np.concatenate([one.coef_ for one in fitted.estimators_])
        biases = np.concatenate([one.intercept_ for one in fitted.estimators_])
        if len(weights) == 1:  # two labels need one line between them
            weights, biases = np.concatenate([-weights, weights]) / 2, np.concatenate([-biases, biases]) / 2
        scale = np.abs(weights).max(axis=1, keepdims=True) / 127
        whole = np.round(weights / scale).astype(np.int8)
        whole[np.abs(whole) < SMALLEST] = 0
        columns.append(whole.T)
        held[f"{name}_labels"] = np.array(names)
        held[f"{name}_scale"] = scale[:, 0].astype(np.float32)
        held[f"{name}_bias"] = biases.astype(np.float32)
    np.savez_compressed(MODEL, weights=np.concatenate(columns, axis=1), **held)
    print(f"{len(known)} texts learned; {MODEL.name} is {MODEL.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
