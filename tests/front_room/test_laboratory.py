"""The laboratory: losses against formulas, draws, the clock, what is recorded."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from gan_utils.laboratory import (
    clock,
    contestants,
    flow_matching,
    games,
    grid,
    networks,
    recorded,
)


def linear(slope):
    """A D whose gradient by the image is the slope."""
    return lambda x: tf.reduce_sum(x * slope, axis=-1, keepdims=True)


def test_the_relativistic_losses_are_those_of_the_pairs():
    real, fake = tf.constant([[2.0], [0.0]]), tf.constant([[1.0], [3.0]])
    expected = np.mean(np.log1p(np.exp([-1.0, 3.0])))
    found = float(games.relativistic.discriminator(real, fake))
    assert found == pytest.approx(expected)
    mirrored = np.mean(np.log1p(np.exp([1.0, -3.0])))
    found = float(games.relativistic.generator(real, fake))
    assert found == pytest.approx(mirrored)


def test_penalties_of_a_linear_discriminator_are_known():
    slope = tf.constant([3.0, 4.0])  # of norm 5
    real, fake = tf.random.normal((2, 7, 2))
    for penalty, expected in (
        (games.r1(2.0), 25),
        (games.r1_r2(2.0), 50),
        (games.towards_one(10), 160),
    ):
        assert float(penalty(linear(slope), real, fake)) == pytest.approx(expected)


@pytest.mark.parametrize("name", contestants.NAMES)
def test_every_contestant_learns_a_step_and_draws_points(name):
    made = contestants.contestant(name, points=True)
    before = [w.copy() for w in made.model.get_weights()]
    assert clock.train(made, grid.grid_points(2000), [0.0]) == 1
    after = made.model.get_weights()
    assert any((a != b).any() for a, b in zip(after, before, strict=True))
    drawn = made.draw(5)
    assert drawn.shape == (5, 2)
    assert np.isfinite(drawn).all()


def test_a_critic_moves_five_times_for_one_step_of_the_generator():
    made = contestants.contestant("WGAN-GP", points=True)
    clock.train(made, grid.grid_points(2000), [0.0])
    assert int(made.model.discriminator_optimizer.iterations) == 5
    assert made.model.steps_done == 1


def test_euler_steps_along_a_constant_velocity_end_one_velocity_further():
    points, time = layers.Input((2,)), layers.Input((1,))
    still = keras.Model([points, time], 0 * points + 3 + 0 * time)
    noise = np.float32([[1, 2], [3, 4]])
    for steps in (1, 7):
        assert flow_matching.follow(still, noise, steps) == pytest.approx(noise + 3)


def test_real_points_lie_on_all_modes_and_one_point_on_one():
    found, share = grid.modes_found(grid.grid_points(2000))
    assert found == 25
    assert share > 0.99
    assert grid.modes_found(np.zeros((2000, 2))) == (1, 1.0)
    assert grid.modes_found(np.full((2000, 2), 0.5)) == (0, 0.0)


def test_recorded_contestants_are_known_and_the_best_comes_first():
    found = recorded.last_looks("digits")
    assert set(found) <= set(contestants.NAMES)
    middles = [recorded.middle(rows, "frechet") for rows in found.values()]
    assert middles == sorted(middles)
    assert len(recorded.rows("rates")) == 16


def test_a_grid_has_its_chart_too_with_most_modes_first():
    found = recorded.last_looks("grid")
    middles = [recorded.middle(rows, "modes") for rows in found.values()]
    assert middles == sorted(middles, reverse=True)
    axis = recorded.chart("grid").axes[0]
    assert [text.get_text() for text in axis.get_yticklabels()] == list(found)


def test_only_batch_norm_has_the_small_start_of_the_dcgan():
    keras.utils.set_random_seed(0)
    spread = {
        name: networks.image_discriminator(name).get_weights()[-2].std()
        for name in (None, "batch")
    }
    assert spread["batch"] == pytest.approx(0.02, rel=0.4)
    assert spread[None] == pytest.approx((2 / 65) ** 0.5, rel=0.4)
