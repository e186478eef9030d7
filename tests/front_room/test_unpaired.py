"""Translation without pairs: the pool, the two games and what each loss asks for."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from gan_utils import frozen_features, runs, training, unpaired

SIZE = 32
TWO_STEPS = {"steps_per_epoch": 2, "epochs": 1, "verbose": 0, "shuffle": False}


def pictures(count, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (count, SIZE, SIZE, 3))


def cycle_gan(**options):
    keras.utils.set_random_seed(0)
    translators = [unpaired.translator(SIZE, 4, 1, name) for name in ("there", "back")]
    critics = [unpaired.patch_discriminator(SIZE, 4, name) for name in ("of_a", "of_b")]
    game = unpaired.CycleGAN(
        unpaired.both_ways(*translators),
        unpaired.both_ways(*critics),
        seed=0,
        **options,
    )
    game.compile(training.adam(1e-3, ema=0.9), training.adam(1e-3))
    return game


def test_the_pool_returns_what_is_new_until_it_is_full():
    pool = unpaired.PicturePool(4, (1, 1, 1), seed=0)
    for first in (0, 2):
        new = np.arange(first, first + 2, dtype="float32").reshape(2, 1, 1, 1)
        np.testing.assert_array_equal(pool(new), new)
    np.testing.assert_array_equal(np.ravel(pool.kept), [0, 1, 2, 3])


def test_a_full_pool_swaps_half_of_the_pictures_and_loses_none():
    pool = unpaired.PicturePool(20, (1, 1, 1), seed=0)
    sent, got = [], []
    for first in range(0, 400, 4):
        new = np.arange(first, first + 4, dtype="float32").reshape(4, 1, 1, 1)
        sent += list(new.ravel())
        got += list(np.ravel(pool(new)))
    kept = list(np.ravel(pool.kept))
    # The first twenty were returned and kept; since then one comes for one that goes.
    assert sorted(got + kept) == sorted(sent + sent[:20])
    old = np.mean(np.array(got[20:]) < np.array(sent[20:]))
    assert 0.4 < old < 0.6


def test_a_translator_of_differences_is_a_copy_before_it_has_learnt():
    seen = pictures(2)
    for difference in (True, False):
        made = unpaired.translator(SIZE, 4, 1, difference=difference)(seen)
        assert made.shape == seen.shape and float(ops.max(ops.abs(made))) <= 1
        assert (np.abs(made - seen).mean() < 0.25) == difference  # two pictures: 0.67


def first_logs(game, a, b):
    """What a step reports before any weight has moved."""
    return {name: float(value) for name, value in game.train_step((a, b)).items()}


def test_the_cycle_and_identity_losses_are_zero_where_nothing_is_changed():
    game = cycle_gan(pool_size=0)
    a, b = (pictures(2, seed).astype("float32") for seed in (0, 1))
    game.generator = lambda pair, training: pair  # both translators copy
    game.descend = lambda *_: None
    logs = first_logs(game, a, b)
    assert logs["cycle"] == logs["identity"] == 0


def test_the_cycle_loss_compares_each_picture_with_itself_there_and_back():
    game = cycle_gan(pool_size=0)
    a, b = (np.full((2, SIZE, SIZE, 3), v, "float32") for v in (0.2, -0.4))
    # There adds 0.3, back takes 0.1: each way round leaves 0.2 too much.
    game.generator = lambda pair, training: [pair[0] + 0.3, pair[1] - 0.1]
    game.descend = lambda *_: None
    logs = first_logs(game, a, b)
    assert logs["cycle"] == pytest.approx(0.4, abs=1e-6)
    assert logs["identity"] == pytest.approx(0.4, abs=1e-6)  # 0.3 on b, 0.1 on a


def test_the_cycle_alone_moves_both_translators_through_each_other():
    game = cycle_gan(pool_size=0)
    a, b = (tf.constant(pictures(2, seed), "float32") for seed in (0, 1))
    there, back = (layer for layer in game.generator.layers if layer.weights)
    with tf.GradientTape() as tape:
        fake_b = game.generator([a, b], training=True)[0]
        again = game.generator([b, fake_b], training=True)[1]
        loss = unpaired.difference(a, again)
    both = tape.gradient(loss, [*there.trainable_weights, *back.trainable_weights])
    assert all(float(ops.max(ops.abs(g))) > 0 for g in both[-3:] + both[:1])


def test_a_step_moves_both_translators_and_both_discriminators():
    game = cycle_gan()
    players = game.generator, game.discriminator
    before = [[w.copy() for w in player.get_weights()] for player in players]
    game.fit(unpaired.unpaired_batches(pictures(6), pictures(8, 1), 2), **TWO_STEPS)
    for player, old in zip(players, before, strict=True):
        moved = [np.any(x != y) for x, y in zip(player.get_weights(), old, strict=True)]
        assert all(moved)


def test_translators_without_the_cycle_or_the_identity_still_train():
    game = cycle_gan(cycle_weight=0.0, identity_weight=0.0)
    stream = unpaired.unpaired_batches(pictures(6), pictures(8, 1), 2)
    history = game.fit(stream, **TWO_STEPS).history
    assert history["identity"] == [0.0] and np.isfinite(history["g_loss"]).all()


def test_the_two_sets_are_shuffled_apart_and_go_on_where_they_stopped():
    rows = np.linspace(-1, 1, 40, dtype="float32").reshape(40, 1, 1, 1)
    stream = unpaired.unpaired_batches(rows, rows, 4)
    pairs = [np.ravel(x) for batch in stream.take(5) for x in batch]
    assert any(np.any(x != y) for x, y in zip(pairs[::2], pairs[1::2], strict=True))
    later = next(iter(unpaired.unpaired_batches(rows, rows, 4, first_step=3)))
    np.testing.assert_array_equal(np.ravel(later[0]), pairs[6])


def test_the_contrastive_loss_is_least_where_each_place_is_like_itself():
    vectors = tf.constant(np.eye(8, dtype="float32")[None])
    turned = tf.roll(vectors, 1, axis=1)
    right, wrong = (
        float(frozen_features.contrastive_loss(x, vectors)) for x in (vectors, turned)
    )
    # One place of likeness 1 among eight, the others 0, at temperature 0.07.
    others = 7 * np.exp(-1 / frozen_features.TEMPERATURE)
    assert right == pytest.approx(np.log(1 + others), abs=1e-6)
    assert wrong == pytest.approx(1 / frozen_features.TEMPERATURE + right, rel=1e-5)


def one_way():
    keras.utils.set_random_seed(0)
    images = keras.Input((SIZE, SIZE, 3))
    maps, x = [], keras.layers.AveragePooling2D(2)(images)
    for _ in range(4):
        x = keras.layers.AveragePooling2D(2)(x)
        maps.append(keras.layers.Rescaling(5.0)(x))
    network = keras.Model(images, maps)
    projection = frozen_features.projection(SIZE, network=network)
    features = keras.Model(images, maps[:2])
    game = unpaired.OneWayTranslation(
        unpaired.translator(SIZE, 4, 1),
        frozen_features.projected_discriminator(projection, base_filters=8),
        frozen_features.contrastive_heads(features.outputs, 8),
        projection.__call__,
        features.__call__,
        seed=0,
    )
    game.compile(training.adam(1e-3, 0.0, ema=0.9), training.adam(1e-3, 0.0))
    return game


def test_one_way_moves_translator_discriminator_and_heads():
    game = one_way()
    players = game.generator, game.discriminator, game.heads
    before = [[np.array(w) for w in one.trainable_weights] for one in players]
    game.fit(unpaired.unpaired_batches(pictures(6), pictures(8, 1), 2), **TWO_STEPS)
    for player, old in zip(players, before, strict=True):
        now = player.trainable_weights
        assert any(np.any(x != y) for x, y in zip(now, old, strict=True)), player.name


def test_with_marks_d_is_shown_the_animals_and_g_shall_leave_the_rest():
    game = one_way()
    sources, targets = (
        np.concatenate([pictures(4, n), np.full((4, SIZE, SIZE, 1), -1)], axis=-1)
        for n in (0, 1)
    )
    for images in (sources, targets):
        images[:, 8:16, 8:16, 3] = 1
    shown = []
    look = game.see
    game.see = lambda images: shown.append(np.array(images)) or look(images)
    batch = tuple(tf.constant(x, "float32") for x in (sources, targets))
    logs = game.train_step(batch)
    assert len(shown) == 2
    for images in shown:
        outside = np.ones((SIZE, SIZE), bool)
        # Mirrored or not: the marked square or its mirror image.
        outside[8:16, 8:16] = outside[8:16, SIZE - 16 : SIZE - 8] = False
        assert not images[:, outside].any() and images[:, ~outside].any()
    assert float(logs["background"]) > 0
    whole = game.train_step(tuple(x[..., :3] for x in batch))
    assert float(whole["background"]) < float(logs["background"])  # a running mean


@pytest.mark.slow
@pytest.mark.parametrize("make", [cycle_gan, one_way])
def test_an_unpaired_training_that_was_cut_off_ends_in_the_same_bits(tmp_path, make):
    class Cut(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    def train(path, **options):
        keras.utils.clear_session()
        game = make()
        stream = unpaired.unpaired_batches(pictures(6), pictures(8, 1), 2)
        runs.fit(game, stream, 4, path, epochs=4, **options)
        return runs.variables_of([game])

    whole = train(tmp_path / "whole.npz")
    train(tmp_path / "cut.npz", callbacks=[Cut()])
    resumed = train(tmp_path / "cut.npz", resume=True)
    for one, other in zip(whole, resumed, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_a_cut_lies_around_a_marked_place_and_is_enlarged_up_to_the_zoom():
    images = np.zeros((200, 64, 64, 4), "float32") - 1
    images[:, 30:34, 40:44, 3] = 1  # where the animal stands
    images[..., 0] = np.arange(64)[:, None]  # each pixel tells its row and column
    images[..., 1] = np.arange(64)
    parts = unpaired.cut_marked(images, 17, 2.0, (1, 2)).numpy()
    assert parts.shape == (200, 17, 17, 4)
    assert (np.abs(parts[:, 8, 8, 0] - 31.5) < 3).all()
    assert (np.abs(parts[:, 8, 8, 1] - 41.5) < 3).all()
    widths = parts[:, 0, -1, 1] - parts[:, 0, 0, 1]
    assert 8 <= widths.min() < 8.5 and 15.5 < widths.max() <= 16
    same = unpaired.cut_marked(images, 17, 2.0, (1, 2)).numpy()
    np.testing.assert_array_equal(parts, same)


def test_where_nothing_is_marked_any_part_may_be_cut_and_without_zoom_pixel_by_pixel():
    images = np.zeros((300, 32, 32, 4), "float32") - 1
    images[..., 0], images[..., 1] = np.arange(32)[:, None], np.arange(32)
    parts = unpaired.cut_marked(images, 16, 1.0, (3, 4)).numpy()
    corners = parts[:, 0, 0, :2]
    np.testing.assert_allclose(corners, corners.round(), atol=1e-4)
    assert corners.min() == 0 and corners.max() == pytest.approx(16, abs=1e-4)
    np.testing.assert_allclose(parts[:, -1, -1, :2] - corners, 15, atol=1e-4)
