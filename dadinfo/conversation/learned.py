"""A small learned model of what texts mean: a second pair of eyes beside the patterns, run with numpy alone.

A text becomes the set of its runs of two to five letters and of its words and pairs of words, each hashed to one of
65,536 rows of whole numbers, one column a label; the sum of the rows is a score for each label, and softmax a share.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 16
LONGEST = 600  # letters that are looked at: the first and the last half of them
_MULTIPLY, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)
_RUNS = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Head:
    """The labels of one question, with the first of its columns and their biases."""

    labels: tuple[str, ...]
    start: int
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for all heads side by side: a row for each bucket."""

    weights: NDArray[np.int8]
    heads: Mapping[str, Head]

    def read(self, words: str) -> dict[str, dict[str, float]]:
        """For each head, the share of each label; they add up to 1."""
        rows = features(words)
        sums = self.weights[rows].sum(axis=0, dtype=np.int32) / np.sqrt(max(len(rows), 1))
        return {name: _shares(head, sums) for name, head in self.heads.items()}


def _shares(head: Head, sums: NDArray[np.float64]) -> dict[str, float]:
    scores = sums[head.start : head.start + len(head.labels)] * head.scale + head.bias
    odds = np.exp(scores - scores.max())
    return dict(zip(head.labels, (odds / odds.sum()).tolist(), strict=True))


def load(path: Path) -> Model:
    """A model as `understanding/train.py` wrote it. Raises OSError, ValueError."""
    with np.load(path, allow_pickle=False) as held:
        heads, start = {}, 0
        for name in held["heads"].tolist():
            labels = tuple(held[f"{name}_labels"].tolist())
            heads[name] = Head(labels, start, held[f"{name}_scale"], held[f"{name}_bias"])
            start += len(labels)
        return Model(held["weights"], heads)


def features(words: str) -> NDArray[np.int64]:
    """The buckets of a text in plain form (see `risk.plain`), each once."""
    if len(words) > LONGEST:
        words = words[: LONGEST // 2] + " " + words[-LONGEST // 2 :]
    letters = np.frombuffer(f" {words} ".encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    found: list[NDArray[Any]] = [_runs(letters, length) for length in _RUNS if len(letters) >= length]
    tokens = words.split()
    pairs = [f"{a} {b}" for a, b in pairwise(tokens)]
    apart = [f"{a} _ {b}" for a, b in zip(tokens, tokens[2:], strict=False)]
    hashed = [zlib.crc32(one.encode("utf-8", "replace")) for one in (*tokens, *pairs, *apart)]
    found.append(_bucket(np.array(hashed, dtype=np.uint64)))
    return np.unique(np.concatenate(found))


def _runs(letters: NDArray[np.uint64], length: int) -> NDArray[np.int64]:
    run = np.full(len(letters) - length + 1, length, dtype=np.uint64)
    for place in range(length):
        run = run * _MULTIPLY + letters[place : len(letters) - length + 1 + place]
    return _bucket(run)


def _bucket(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)
