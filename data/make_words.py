"""Makes data/samples/words.npz, the word vectors of notebook 11.

    pip install wordllama
    python -m data.make_words

wordllama (MIT) has a vector of 256 numbers for each of 32,000 pieces of words; the
first 128 are meant to be used alone, too. A word is the mean of its pieces. Kept are
the words of all captions and the most common English words: those that are a piece.
"""

import importlib.util
import re
from pathlib import Path

import numpy as np

from gan_utils.data.tiles import COLOURS, THINGS
from gan_utils.files import find
from gan_utils.text_to_image import words

KEPT_NUMBERS = 128
COMMON_WORDS = 5000
ALSO = ("crimson", "scarlet", "azure", "emerald", "violet", "golden", "gray")


def read_table() -> tuple[object, np.ndarray]:
    """The tokenizer, and the vectors of its pieces."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("wordllama")
    folder = Path(spec.origin).parent
    tokenizer = Tokenizer.from_file(
        str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
    )
    (table,) = load_file(folder / "weights" / "l2_supercat_256.safetensors").values()
    return tokenizer, np.float32(table)[:, :KEPT_NUMBERS]


def main() -> None:
    """Writes the sample."""
    tokenizer, table = read_table()
    pieces = tokenizer.get_vocab()
    in_order = sorted(pieces, key=pieces.get)
    whole = [piece[1:] for piece in in_order if re.match("▁[a-z]{3,}$", piece)]
    asked = [
        word
        for thing in range(len(THINGS))
        for colour in range(len(COLOURS))
        for caption in words.captions(thing, colour)
        for word in caption.split()
    ]
    kept = sorted({*asked, *ALSO, *whole[:COMMON_WORDS]})
    vectors = []
    for word in kept:
        numbers = tokenizer.encode(word, add_special_tokens=False).ids
        mean = table[numbers].mean(axis=0)
        vectors.append(mean / np.linalg.norm(mean))
    path = find.embedded_folder("samples") / "words.npz"
    np.savez_compressed(path, words=np.array(kept), vectors=np.float16(vectors))
    print(f"{len(kept)} words, {path.stat().st_size / 1e6:.2f} MB")
    table = dict(zip(kept, np.array(vectors), strict=True))
    for one, other in (("red", "crimson"), ("red", "blue"), ("red", "vermelho")):
        print(one, other, f"{table[one] @ table[other]:.2f}")


if __name__ == "__main__":
    main()
