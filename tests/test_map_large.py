"""Large plans: levels instead of one picture, and layouts that do not grow with the square."""

import numpy as np

from enishi.visualize.overlap import touching


def test_boxes_that_overlap_are_found_whatever_their_sizes() -> None:
    noise = np.random.default_rng(5)
    points = noise.uniform(-500, 500, (90, 2))
    need = noise.uniform(5, 60, (90, 2))
    need[::15] = noise.uniform(300, 700, (6, 2))
    expected = [
        (a, b)
        for a in range(90)
        for b in range(a + 1, 90)
        if (np.abs(points[a] - points[b]) < (need[a] + need[b]) / 2).all()
    ]
    assert 100 < len(expected) < 4005
    assert list(zip(*(found.tolist() for found in touching(points, need)), strict=True)) == expected
    assert len(touching(points[:1], need[:1])[0]) == 0
