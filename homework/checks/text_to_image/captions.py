"""Homework 11, tasks 1 and 3: the vector of a caption, and captions that do not fit."""

import numpy as np

from homework.checks.tasks import Task, returned

WORDS = [
    "red",
    "blue",
    "green",
    "house",
    "tree",
    "door",
    "small",
    "large",
    "left",
    "right",
]

# Task 1: the mean of the word vectors ---------------------------------------------


def caption_cases(rng):
    """A caption by chance, then one difficulty after the other."""
    vectors = {word: rng.normal(size=4) for word in WORDS}
    some = list(rng.choice(WORDS, 7)) + ["purple", "zebra"]
    rng.shuffle(some)
    return {
        "nine words by chance": (" ".join(some), vectors),
        "two known words": ("red house", vectors),
        "a known and two unknown words": ("a tree zzz", vectors),
        "a word that comes twice": ("red red blue", vectors),
        "capital letters": ("Red HOUSE", vectors),
        "a comma and a full stop": ("red house, small door.", vectors),
        "no known word": ("qwerty uiop", vectors),
        "an empty caption": ("", vectors),
    }


def two_parts(answer, caption, vectors):
    """The vector, and the unknown words as one text."""
    vector, unknown = returned(answer, caption, vectors)
    words = [unknown] if isinstance(unknown, str) else list(unknown)
    return {"vector": vector, "unknown": " ".join(map(str, words)) or "none"}


CAPTION_VECTOR = Task(
    points=2,
    cases=caption_cases,
    probe=two_parts,
    hints=(
        "small letters first, then commas and full stops away, then split().",
        "two lists: vectors of the words that are known, and words that are not.",
        "the mean divides by the number of known words; with none it is a zero vector.",
    ),
    case_hints={
        "nine words by chance": (
            "the mean of the vectors of the known words, looked up in small letters: "
            "their sum, divided by how many known words there are."
        ),
        "two known words": "add both vectors and divide by two.",
        "a known and two unknown words": (
            "only known words count: divide by 1 here, not by 3."
        ),
        "a word that comes twice": "a word that comes twice counts twice.",
        "capital letters": "make small letters of all: the known words have no others.",
        "a comma and a full stop": (
            "a comma or a full stop belongs to no word: take punctuation away."
        ),
        "no known word": (
            "with no known word there is nothing to divide by: give zeros, of the "
            "length that the vectors have."
        ),
        "an empty caption": "an empty caption has no known word: zeros, and no words.",
        "unknown": (
            "the second thing is a list of the unknown words, as they stand in the "
            "caption, in its order, in small letters."
        ),
        "returned": (
            "give back two things: the vector, and the list of the unknown words."
        ),
    },
)

# Task 3: captions that do not fit -------------------------------------------------


def batch_cases(rng):
    """Batches of captions, some of them alike."""
    few = ["a red house", "a red door", "a tree"]
    return {
        "twelve captions by chance, three kinds": (
            [few[i] for i in rng.integers(0, 3, 12)],
        ),
        "three different ones": (few,),
        "two alike side by side": (["a tree", "a tree", "a house"],),
        "the last two are alike": (["a tree", "a door", "a house", "a house"],),
        "the first and the last are alike": (["a tree", "a door", "a tree"],),
        "one is different": (["a tree", "a tree", "a tree", "a house"],),
        "all are alike": (["a tree"] * 4,),
    }


def as_numbers(answer, captions):
    """The places, as whole numbers."""
    return {"places": np.asarray(list(returned(answer, captions)), "float64")}


MISMATCHED = Task(
    points=2,
    cases=batch_cases,
    probe=as_numbers,
    hints=(
        "for each i try i + 1, i + 2, … and stop at the first that differs.",
        "% len(captions) goes on at the beginning.",
        "a loop inside a loop; what is left of the search says −1.",
    ),
    case_hints={
        "twelve captions by chance, three kinds": (
            "the first place after i whose caption differs; after the last place comes "
            "the first again."
        ),
        "three different ones": (
            "the next place: 1, 2, and, round the end, 0. Give numbers of places."
        ),
        "two alike side by side": (
            "the next caption may have the same words: look on for one that differs."
        ),
        "the last two are alike": "after the last place comes place 0 again.",
        "the first and the last are alike": (
            "equal words are equal captions, wherever they stand."
        ),
        "one is different": "all find the same place, and the last one goes round.",
        "all are alike": "where there is no other caption: −1.",
        "returned": "give a number for each caption: the place of another, or −1.",
    },
)
