import keras
import numpy as np
import pytest
import scipy.special
import scipy.stats
import tensorflow as tf
from keras import layers, ops

from gan_utils import data, frozen_features, photo_ageing, runs, training
from gan_utils.data import draws
from gan_utils.frozen_features import ages as age_critics
from gan_utils.frozen_features.ages import N_AGES

SIZE = 32


def people(count=12):
    """Photos and ages; the older, the brighter."""
    ages = np.linspace(1, 79, count, dtype="float32")
    rng = np.random.default_rng(0)
    noise = rng.uniform(-0.2, 0.2, (count, SIZE, SIZE, 3))
    light = (ages / 40 - 1)[:, None, None, None] * 0.8
    return (light + noise).astype("float32"), ages


def small_features():
    """Four maps that are the picture itself, smaller and smaller."""
    images = keras.Input((None, None, 3))
    x, maps = layers.AveragePooling2D(2)(images), []
    for _ in range(4):
        x = layers.AveragePooling2D(2)(x)
        maps.append(layers.Rescaling(5.0)(x))
    return keras.Model(images, maps)


def face_network():
    """Pictures → 8 numbers, in place of a network that knows faces."""
    return keras.Sequential(
        [keras.Input((SIZE, SIZE, 3)), layers.AveragePooling2D(8), layers.Flatten()]
    )


def small_critic():
    """Pictures → logits of ages by their mean colour, in place of EfficientNet."""
    images = keras.Input((None, None, 3))
    x = layers.GlobalAveragePooling2D()(images)
    return keras.Model(images, layers.Dense(N_AGES)(layers.Dense(16, "relu")(x)))


def game(rate=1e-3, **weights):
    # As in a new process: TensorFlow adds up gradients in the order of layers' names.
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    projection = frozen_features.projection(SIZE, network=small_features())
    players = photo_ageing.PhotoAgeing(
        photo_ageing.difference_generator(SIZE, base_filters=4),
        frozen_features.projected_discriminator(
            projection, photo_ageing.AGE_NUMBERS, base_filters=8
        ),
        projection.__call__,
        face_network().__call__,
        small_critic(),
        seed=0,
        **weights,
    )
    players.compile(training.adam(rate, 0.0, ema=0.9), training.adam(rate, 0.0))
    return players, projection


def faces(count=400, size=8):
    """A face set in which the young are mostly of one kind."""
    rng = np.random.default_rng(1)
    ages = rng.integers(0, 90, count).astype("int32")
    ethnicities = np.where(rng.uniform(size=count) < ages / 100, 1, 0).astype("int32")
    return data.FaceSet(
        pixels=rng.integers(0, 256, (count, size, size, 3)).astype("uint8"),
        ages=ages,
        genders=rng.integers(0, 2, count).astype("int32"),
        ethnicities=ethnicities,
        file_names=np.arange(count).astype(str),
        identities=None,
        ethnicity_names=("one", "other"),
        name="drawn at random",
        found_in="sample",
        sha256="",
        left_out={},
    )


def test_the_untrained_generator_gives_the_photo_nearly_back():
    generator = photo_ageing.difference_generator(SIZE, base_filters=8)
    photos, ages = people()
    aged = photo_ageing.age_photos(generator, photos, ages, [8, 70])
    assert aged.shape == (12, 2, SIZE, SIZE, 3)
    assert np.abs(aged - photos[:, None]).mean() < 0.05
    assert aged.min() >= -1 and aged.max() <= 1


def test_the_aged_photo_is_the_photo_and_the_predicted_change():
    generator = photo_ageing.difference_generator(SIZE, base_filters=8)
    photos, ages = people()
    inputs = [photos, np.stack([ages, ages[::-1]], axis=1)]
    change = photo_ageing.change_predictor(generator, 1).predict(inputs, verbose=0)
    assert 0.003 < np.abs(change).max() < 1
    aged = generator.predict(inputs, verbose=0)
    np.testing.assert_allclose(aged, np.clip(photos + change, -1, 1), atol=1e-6)


def test_the_strength_multiplies_what_is_added():
    generator = photo_ageing.difference_generator(SIZE, base_filters=8)
    photos, ages = people()
    once, twice = (
        photo_ageing.age_photos(generator, photos, ages, [70], strength)[:, 0]
        for strength in (1, 2)
    )
    inside = np.abs(twice) < 1  # elsewhere black or white is reached
    np.testing.assert_allclose(
        (twice - photos)[inside], 2 * (once - photos)[inside], atol=1e-5
    )


def test_the_generator_can_shade_and_fade_a_place_but_not_change_its_hue():
    generator = photo_ageing.difference_generator(SIZE, base_filters=8)
    last = [one for one in generator.layers if "conv" in one.name][-1]
    rng = np.random.default_rng(0)
    last.set_weights([rng.normal(size=w.shape) for w in last.get_weights()])
    photos, ages = people()
    inputs = [photos, np.stack([ages, ages[::-1]], axis=1)]
    change = photo_ageing.change_predictor(generator).predict(inputs, verbose=0)
    assert np.abs(change).max() > 0.1

    def hue(pictures):
        return pictures - pictures.mean(axis=-1, keepdims=True)

    # The colours that it adds lie on the line of those that are there.
    dot = np.sum(hue(change) * hue(photos), axis=-1)
    lengths = np.linalg.norm(hue(change), axis=-1) * np.linalg.norm(
        hue(photos), axis=-1
    )
    np.testing.assert_allclose(np.abs(dot), lengths, atol=1e-5)


def test_the_generator_of_the_course_has_1_7_million_weights():
    assert photo_ageing.difference_generator().count_params() == 1_672_067


def test_ages_become_numbers_without_jumps_and_without_doubles():
    ages = np.linspace(-80, 80, 321, dtype="float32")  # differences are signed
    numbers = ops.convert_to_numpy(photo_ageing.age_features(ages))
    assert numbers.shape == (321, photo_ageing.AGE_NUMBERS)
    steps = np.linalg.norm(np.diff(numbers, axis=0), axis=1)
    assert steps.max() < 0.4
    apart = np.linalg.norm(numbers[:-1, None] - numbers[None, :-1], axis=-1)
    assert apart[~np.eye(320, dtype=bool)].min() > 0.1


def test_a_wrong_age_is_12_to_50_years_off_and_within_the_range():
    players, _ = game()
    ages = np.repeat(np.arange(0.0, 81), 30).astype("float32")
    wrong = ops.convert_to_numpy(photo_ageing.wrong_ages(ages, players.age_seed))
    off = np.abs(wrong - ages)
    assert wrong.min() >= 0 and wrong.max() <= 80
    assert off.min() >= 12 and off.max() <= 50
    assert 0.3 < np.mean(wrong[ages == 40] > 40) < 0.7


def test_both_players_learn_and_what_is_frozen_stays():
    players, projection = game()
    frozen = [w.copy() for w in projection.get_weights()]
    before = {
        name: [w.copy() for w in getattr(players, name).get_weights()]
        for name in ("generator", "discriminator", "critic")
    }
    history = runs.fit(
        players, tf.data.Dataset.from_tensors(people(8)).repeat(), 4, epochs=2
    )
    for name, weights in before.items():
        for old, new in zip(weights, getattr(players, name).get_weights(), strict=True):
            assert np.any(old != new), name
    for old, new in zip(frozen, projection.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    names = {"d_loss", "g_loss", "d_real", "d_fake", "d_wrong", "identity", "flat"}
    names |= {"age", "critic_real", "critic_aged"}
    assert names <= set(history) and np.isfinite(history["g_loss"]).all()


def test_a_run_does_not_carry_what_is_frozen():
    players, projection = game()
    kept = {id(variable) for variable in runs.variables_of([players])}
    assert not kept & {id(variable) for variable in projection.variables}


@pytest.mark.slow
def test_a_training_that_was_cut_off_ends_in_the_same_bits(tmp_path):
    class Cut(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    def train(path, resume=False, **options):
        players, _ = game()
        stream = batches_of(faces(size=SIZE), 4)
        runs.fit(players, stream, 6, path, resume=resume, epochs=6, **options)
        return runs.variables_of([players])

    whole = train(tmp_path / "whole.npz")
    train(tmp_path / "cut.npz", callbacks=[Cut()])
    resumed = train(tmp_path / "cut.npz", resume=True)
    for one, other in zip(whole, resumed, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_the_discriminator_learns_to_refuse_a_wrong_age():
    players, projection = game(rate=5e-3)
    photos, ages = people(40)
    wrong = photo_ageing.wrong_ages(ages, players.age_seed)
    step = tf.function(players.update_discriminator)
    fakes = projection(players.view(photos[::-1]))
    for _ in range(120):
        step(photos, ages, fakes, ages)
    logits = players.discriminate(projection(photos), ages, wrong)
    right, mistaken = ops.unstack(ops.mean(logits, axis=-1), axis=1)
    assert np.mean(right.numpy() > mistaken.numpy()) > 0.7


def test_the_critic_unlearns_a_pattern_that_is_no_age():
    players, _ = game()
    players.critic_optimizer.learning_rate = 0.02
    photos, ages = people(40)
    bribed = photos + np.float32([0.5, 0, 0])  # red cheeks, whatever the age
    step = tf.function(players.update_critic)
    for _ in range(300):
        logs = step(photos, ages, bribed, ages)
    assert logs["critic_real"] < 20 and logs["critic_aged"] < 20
    seen = age_critics.expected_age(players.critic(bribed))
    assert np.corrcoef(seen, ages)[0, 1] > 0.8


def test_the_age_loss_is_least_where_the_bell_is_and_a_near_miss_costs_less():
    years = np.arange(N_AGES)
    bell = -0.5 * ((years - np.array([[30], [31], [60]])) / age_critics.BELL) ** 2
    right, near, far = age_critics.age_loss(
        np.full(3, 30, "float32"), bell.astype("float32")
    ).numpy()
    p = scipy.special.softmax(bell[0])
    assert right == pytest.approx(scipy.stats.entropy(p), rel=1e-5)
    assert near - right == pytest.approx(0.5 / age_critics.BELL**2, rel=1e-3)
    assert far > near
    expected = age_critics.expected_age(bell.astype("float32")).numpy()
    np.testing.assert_allclose(expected, [30, 31, 60], atol=0.01)


def test_fine_detail_fades_by_a_share_of_its_own_and_what_is_coarse_stays():
    seed = keras.random.SeedGenerator(0)
    fine = np.indices((SIZE, SIZE)).sum(axis=0) % 2 * 1.0 - 0.5
    coarse = np.where(np.arange(SIZE) < SIZE // 2, -0.5, 0.5)
    images = np.stack([fine] * 64 + [np.tile(coarse, (SIZE, 1))] * 64)[..., None]
    images = np.repeat(images, 3, axis=-1).astype("float32")
    seen = age_critics.fade_detail(images, seed).numpy()
    kept = (seen * images).mean(axis=(1, 2, 3)) / 0.25
    assert kept[:64].min() < 0.1 and kept[:64].max() > 0.9
    assert kept[64:].min() > 0.8
    assert 0.02 < (seen - images)[64:, :, :8].std() < 0.1


def test_colour_over_an_area_costs_most_light_less_and_grain_nothing():
    players, _ = game()
    red = np.zeros((1, 16, 16, 3), "float32")
    red[:, :8, 8:, 0] = 0.3  # a quarter of the picture gets redder, and by 0.1 lighter
    expected = ((0.2**2 + 2 * 0.1**2) / 3 + 0.25 * 0.1**2) / 4
    assert float(players.flat_loss(red)) == pytest.approx(expected, rel=1e-5)
    lighter = float(players.flat_loss(np.full_like(red, 0.3)))
    assert lighter == pytest.approx(0.25 * 0.3**2, rel=1e-5)
    grain = np.tile([0.3, -0.3], 16 * 16 * 3 // 2).reshape(red.shape)
    assert float(players.flat_loss(grain.astype("float32"))) < 1e-3


def test_the_face_network_is_silent_while_the_person_is_safe():
    players, _ = game()
    photos, _ = people()
    assert players.identity_loss(photos, photos + 1e-4) == 0
    apart = np.sqrt(48) * 0.5  # 16 places of 3 colours, each brighter by 0.5
    loss = float(players.identity_loss(photos, photos + 0.5))
    assert loss == pytest.approx(apart - photo_ageing.SAFE_DISTANCE, rel=1e-3)


def balanced(set_, **options):
    return draws.balanced_weights(set_.ages, set_.genders, set_.ethnicities, **options)


def batches_of(set_, batch_size, **options):
    return draws.photo_batches(
        set_.pixels, set_.ages, balanced(set_), batch_size, **options
    )


def test_without_traits_all_decades_are_equally_frequent():
    ages = np.repeat([5, 25, 45], [10, 70, 20])
    weights = draws.balanced_weights(ages)
    shares = [weights[ages == age].sum() for age in (5, 25, 45)]
    np.testing.assert_allclose(shares, 1 / 3)


def test_with_the_balanced_weights_age_says_nothing_about_ethnicity():
    set_ = faces(4000)
    weights = balanced(set_)
    assert weights.sum() == pytest.approx(1)
    young, old = set_.ages < 30, set_.ages >= 60
    before = [set_.ethnicities[part].mean() for part in (young, old)]
    after = [np.average(set_.ethnicities[p], weights=weights[p]) for p in (young, old)]
    assert before[1] - before[0] > 0.4
    assert abs(after[1] - after[0]) < 0.1


def test_no_face_is_shown_much_more_often_than_the_others():
    set_ = faces(4000)
    set_.ethnicities[0], set_.ages[0] = 4, 75  # the only one of this kind
    weights = balanced(set_, most=3.0)
    assert weights.max() <= 3.5 * weights.mean()


def test_the_stream_is_the_same_at_every_start_and_half_of_it_mirrored():
    set_ = faces(50)
    first = [next(iter(batches_of(set_, 20))) for _ in range(2)]
    np.testing.assert_array_equal(first[0][0], first[1][0])
    photos, ages = (part.numpy() for part in first[0])
    assert photos.shape == (20, 8, 8, 3) and np.abs(photos).max() <= 1
    assert ages.max() <= photo_ageing.OLDEST
    originals = set_.images()
    mirrored = [
        bool(np.any(np.all(p[:, ::-1] == originals, (1, 2, 3)))) for p in photos
    ]
    upright = [bool(np.any(np.all(p == originals, (1, 2, 3)))) for p in photos]
    assert all(m != u for m, u in zip(mirrored, upright, strict=True))
    assert 3 < sum(mirrored) < 17


def test_a_stream_that_goes_on_at_a_step_gives_what_would_have_come():
    set_ = faces(50)
    step = 5000 // 20  # beyond the first draw of rows
    whole = batches_of(set_, 20).skip(step)
    later = batches_of(set_, 20, first_step=step)
    for one, other in zip(next(iter(whole)), next(iter(later)), strict=True):
        np.testing.assert_array_equal(one, other)
