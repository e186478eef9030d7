"""What is counted in a phrase, against phrases whose counts are known."""

import numpy as np
import pytest

from gan_utils import data, music
from gan_utils import music_scores as scores

C, F, G = [72, 64, 55, 48], [72, 65, 57, 53], [71, 62, 55, 43]
CHROMATIC = np.arange(60, 72)


def of(*chords):
    return np.array([chords])


def test_all_notes_of_a_scale_are_in_key_and_of_chromatic_ones_seven_of_twelve():
    assert scores.in_key(of(C, F, G) + 3) == 1
    assert scores.in_key(CHROMATIC.reshape(1, 3, 4)) == pytest.approx(7 / 12)


def test_triads_and_sevenths_are_chords_and_clusters_are_not():
    seventh, fourths, cluster = [71, 65, 62, 43], [63, 58, 53, 48], [72, 71, 70, 69]
    assert scores.chords(of(C, F, G, seventh)) == 1
    assert scores.chords(of(C, fourths)) == 0.5
    assert scores.chords(of(cluster, fourths)) == 0
    # Every triad in every key is one.
    for root in range(12):
        for third in (3, 4):
            notes = [root + 67, root + 60 + third, root + 60, root + 48]
            assert scores.chords(of(notes)) == 1


def test_notes_outside_the_ranges_are_counted():
    low, high = np.transpose(music.RANGES)
    assert scores.out_of_range(of(low, high)) == 0
    assert scores.out_of_range(of(low, high + [1, 0, 0, 0])) == 1 / 8


def test_a_step_in_which_any_voice_crosses_counts_once():
    crossed = [60, 64, 67, 48]  # the alto over the soprano, the tenor over both
    assert scores.crossings(of(C, crossed, F, G)) == 0.25
    assert scores.crossings(of([60, 60, 60, 60])) == 0  # unison is no crossing


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ([67, 64, 60, 48], [69, 65, 62, 50], 3),  # S–T, S–B fifths, T–B octave
        ([67, 64, 60, 48], [67, 64, 60, 48], 0),  # nobody moves
        ([72, 64, 55, 48], [71, 62, 55, 43], 0),  # octave to a tenth: none
        ([79, 64, 60, 48], [69, 64, 60, 50], 0),  # S–B fifths, contrary: allowed
    ],
)
def test_parallel_fifths_and_octaves(before, after, count):
    changes = before != after
    expected = 100 * count / 1 if changes else 0
    assert scores.parallels(of(before, after)) == expected


def test_held_notes_and_leaps():
    phrase = of([72, 64, 55, 48], [72, 65, 55, 48], [84, 65, 56, 36])
    assert scores.held(phrase) == 4 / 8
    assert scores.leaps(phrase) == 1 / 3  # of the moves 1, 12, 1; the bass may leap


def test_histograms_sum_to_one_and_count_as_by_hand():
    phrases = of(C, F, G)
    shares = scores.pitch_classes(phrases)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[0, 0] == pytest.approx(2 / 3) and shares[0, 11] == pytest.approx(
        1 / 3
    )
    moves = scores.intervals(phrases)
    assert moves.shape == (4, 25) and moves[0, 12] == moves[0, 11] == 0.5
    assert scores.distance(shares, shares) == 0
    assert scores.distance(np.eye(2), np.eye(2)[::-1]) == 1


def test_nearest_and_alike_against_loops(rng):
    phrases, known = rng.integers(60, 63, (5, 8, 4)), rng.integers(60, 63, (7, 8, 4))
    by_hand = [max((a == b).mean() for b in known) for a in phrases]
    np.testing.assert_allclose(scores.nearest(phrases, known), by_hand)
    pairs = [(phrases[i] == phrases[j]).mean() for i in range(5) for j in range(i)]
    assert scores.alike(phrases) == pytest.approx(np.mean(pairs))
    assert scores.alike(np.repeat(phrases[:1], 3, 0)) == 1


def test_a_chain_of_chords_makes_only_steps_that_it_has_seen(rng):
    phrases = music.cut_phrases(data.chorales("sample")[0].pieces[:3])
    steps = {(*a, *b) for p in phrases.tolist() for a, b in zip(p, p[1:], strict=False)}
    ends = {tuple(p[-1]) for p in phrases.tolist()}
    made = scores.markov_phrases(phrases, 20, seed=1)
    assert made.shape == (20, 32, 4)
    for phrase in made.tolist():
        for a, b in zip(phrase, phrase[1:], strict=False):
            assert (*a, *b) in steps or (a == b and tuple(a) in ends)
    np.testing.assert_array_equal(made, scores.markov_phrases(phrases, 20, seed=1))


def test_a_chain_stays_where_nothing_ever_followed():
    phrases = of([1, 1, 1, 1], [2, 2, 2, 2])
    assert scores.markov_phrases(phrases, 1)[0, :, 0].tolist() == [1, 2]
    longer = scores.chain(of([1], [2], [3]), 2, np.random.default_rng(0))
    assert longer[0, :, 0].tolist() == [1, 2, 3]


def test_chains_of_the_voices_do_not_hear_each_other():
    phrases = music.cut_phrases(data.chorales("sample")[0].pieces[:60])
    apart = scores.markov_phrases(phrases, 200, together=False)
    together = scores.markov_phrases(phrases, 200)
    assert scores.held(apart) == pytest.approx(scores.held(together), abs=0.05)
    assert scores.chords(apart) < 0.6 < 0.9 < scores.chords(together)


def test_the_composed_sample_keeps_the_rules_that_composed_it():
    train, test = data.chorales("sample")
    report = scores.report(
        music.cut_phrases(test.pieces), music.cut_phrases(train.pieces)
    )
    assert report["parallels"] < 3 and report["crossings"] < 0.01
    assert report["chords"] > 0.9 and report["in_key"] > 0.9
    noise = scores.report(
        scores.random_phrases(50, 32), music.cut_phrases(train.pieces)
    )
    assert noise["chords"] < 0.3 and noise["crossings"] > 0.5
