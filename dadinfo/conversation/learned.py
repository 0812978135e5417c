"""A small learned model of what texts mean: a second pair of eyes beside the patterns, run with numpy alone.

A text becomes two sets: its runs of two to five letters, words and pairs of words; and the classes of
`content/risk/classes.txt` that its words belong to, alone and in pairs. Each member is hashed to one of 65,536 rows of
whole numbers, one column a label; the sum of the rows is a score for each label, and softmax makes it a share.
"""

import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = 16
LONGEST = 600  # letters that are looked at: the first and the last half of them
MOST_WORDS = 4  # in a phrase of a class
NEAR = 7  # words between two classes that make a pair
SHARES = (1.0, 0.6)  # how much the two sets count
Rows = NDArray[np.int64]
_MULTIPLY, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)
_RUNS = (2, 3, 4, 5)
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Classes:
    """Words of one meaning: by whole word or phrase, and by stem."""

    phrases: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]

    def find(self, tokens: list[str]) -> Iterator[tuple[int, str]]:
        """Each class with the place of the word that belongs to it."""
        for place, token in enumerate(tokens):
            for length in range(1, MOST_WORDS + 1):
                for name in self.phrases.get(" ".join(tokens[place : place + length]), ()):
                    yield place, name
            for end in range(_SHORTEST_STEM, len(token) + 1):
                for name in self.stems.get(token[:end], ()):
                    yield place, name


def read_classes(path: Path) -> Classes:
    """`classes.txt`: CLASS, a tab, then words and phrases between commas; a stem ends with *."""
    phrases: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition("\t")
        for word in filter(None, (fold(one.strip()) for one in words.split(","))):
            held = stems if word.endswith("*") else phrases
            held.setdefault(word.rstrip("*"), set()).add(name)
    return Classes(*({word: tuple(sorted(names)) for word, names in held.items()} for held in (phrases, stems)))


def fold(words: str) -> str:
    """Small letters, Latin ones without their marks."""
    small = words.casefold().replace("ł", "l").replace("đ", "d").replace("ı", "i")
    if small.isascii():
        return small
    return "".join(
        c if unicodedata.category(c) != "Mn" or not before.isascii() else ""
        for before, c in pairwise(" " + unicodedata.normalize("NFD", small))
    )


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
    classes: Classes

    def read(self, words: str) -> dict[str, dict[str, float]]:
        """For each head, the share of each label; they add up to 1."""
        sums = np.zeros(self.weights.shape[1])
        for rows, share in zip(features(words, self.classes), SHARES, strict=True):
            if len(rows):
                sums += self.weights[rows].sum(axis=0, dtype=np.int32) * (share / np.sqrt(len(rows)))
        return {name: _shares(head, sums) for name, head in self.heads.items()}


def _shares(head: Head, sums: NDArray[np.float64]) -> dict[str, float]:
    scores = sums[head.start : head.start + len(head.labels)] * head.scale + head.bias
    odds = np.exp(scores - scores.max())
    return dict(zip(head.labels, (odds / odds.sum()).tolist(), strict=True))


def load(model: Path, classes: Path) -> Model:
    """A model as `understanding/train.py` wrote it. Raises OSError, ValueError."""
    with np.load(model, allow_pickle=False) as held:
        heads, start = {}, 0
        for name in held["heads"].tolist():
            labels = tuple(held[f"{name}_labels"].tolist())
            heads[name] = Head(labels, start, held[f"{name}_scale"], held[f"{name}_bias"])
            start += len(labels)
        return Model(held["weights"], heads, read_classes(classes))


def features(words: str, classes: Classes) -> tuple[Rows, Rows]:
    """The buckets of a text in plain form (see `risk.plain`), each once: of its letters and words, of its classes."""
    if len(words) > LONGEST:
        words = words[: LONGEST // 2] + " " + words[-LONGEST // 2 :]
    letters = np.frombuffer(f" {words} ".encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    runs: list[NDArray[Any]] = [_runs(letters, length) for length in _RUNS if len(letters) >= length]
    tokens = words.split()
    pairs = [f"{a} {b}" for a, b in pairwise(tokens)]
    apart = [f"{a} _ {b}" for a, b in zip(tokens, tokens[2:], strict=False)]
    found = sorted(set(classes.find(fold(words).split())))
    told = [f"\t{name}" for _, name in found]
    told += [f"\t{a} {b}" for n, (at, a) in enumerate(found) for to, b in found[n + 1 :] if a != b and to - at <= NEAR]
    return np.unique(np.concatenate([*runs, _hashed([*tokens, *pairs, *apart])])), np.unique(_hashed(told))


def _hashed(strings: list[str]) -> Rows:
    return _bucket(np.array([zlib.crc32(one.encode("utf-8", "replace")) for one in strings], dtype=np.uint64))


def _runs(letters: NDArray[np.uint64], length: int) -> Rows:
    run = np.full(len(letters) - length + 1, length, dtype=np.uint64)
    for place in range(length):
        run = run * _MULTIPLY + letters[place : len(letters) - length + 1 + place]
    return _bucket(run)


def _bucket(hashes: NDArray[np.uint64]) -> Rows:
    mixed = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)
