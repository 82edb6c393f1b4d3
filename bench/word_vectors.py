"""Make data/word_vectors/chive.npz from the word vectors of the wheel ja_ginza 5.3.0.

    pip download --no-deps ja-ginza==5.3.0 && unzip ja_ginza-5.3.0-py3-none-any.whl
    pip install msgpack
    python bench/word_vectors.py ja_ginza/ja_ginza-5.3.0/vocab

Kept are the `WORDS` most frequent words that begin with a kanji or katakana and have nothing but
kanji, kana and ー; the vectors are turned to their `DIMENSIONS` principal axes, made length 1 and
rounded to 8 bits. Needed only to make the table anew: the table itself is in the repository.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

WORDS: Final = 250_000
DIMENSIONS: Final = 160
_WORD: Final = re.compile(r"(?=.*[一-鿿々ァ-ヴ])[一-鿿々ァ-ヴー][一-鿿々ァ-ヴーぁ-ん]{0,7}")
_MASK: Final = (1 << 64) - 1


def murmur_64a(data: bytes, seed: int = 1) -> int:
    """MurmurHash64A (Austin Appleby, public domain), with which spaCy numbers its strings."""
    m = 0xC6A4A7935BD1E995
    found = (seed ^ (len(data) * m)) & _MASK
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        k = int.from_bytes(data[at : at + 8], "little") * m & _MASK
        k = (k ^ (k >> 47)) * m & _MASK
        found = ((found ^ k) * m) & _MASK
    if tail := data[whole:]:
        found = ((found ^ int.from_bytes(tail, "little")) * m) & _MASK
    found = ((found ^ (found >> 47)) * m) & _MASK
    return found ^ (found >> 47)


def words_of(vocab: Path) -> dict[str, int]:
    """The `WORDS` most frequent words → number of their vector."""
    import msgpack

    row_of = msgpack.unpackb((vocab / "key2row").read_bytes(), strict_map_key=False)
    rank = {key: number for number, key in enumerate(row_of)}  # written by falling frequency
    strings = json.loads((vocab / "strings.json").read_text("utf-8"))
    known = {text: murmur_64a(text.encode()) for text in strings if _WORD.fullmatch(text)}
    ranked = sorted((t for t, key in known.items() if key in rank), key=lambda t: rank[known[t]])
    return {text: row_of[known[text]] for text in ranked[:WORDS]}


def turned(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """`vectors` on their principal axes, length 1, in steps of 1/127 of the largest value."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    around = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(around.T @ around)
    kept = around @ axes[:, ::-1][:, :DIMENSIONS]
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    return np.round(kept / np.abs(kept).max() * 127).astype(np.int8)


def main() -> None:
    """Write the table beside the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("vocab", type=Path, help="the folder vocab of the unpacked wheel")
    vocab = parser.parse_args().vocab
    words = words_of(vocab)
    vectors = turned(np.load(vocab / "vectors"))
    used = sorted(set(words.values()))
    number = {row: at for at, row in enumerate(used)}
    target = Path(__file__).parents[1] / "data" / "word_vectors" / "chive.npz"
    np.savez_compressed(
        target,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        rows=np.array([number[row] for row in words.values()], dtype=np.uint16),
        vectors=vectors[used],
    )
    print(f"{target}: {len(words)} words, {len(used)} vectors, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
