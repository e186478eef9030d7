import keras
import numpy as np
import pytest
from keras import layers, ops

from gan_utils import age_cgan, ageing
from gan_utils.training import adam, batches

rng = np.random.default_rng(0)
N_GROUPS, SIZE = 5, 16


def classifier():
    return ageing.age_classifier(N_GROUPS, SIZE, 4)


def game(discriminator=None, **weights):
    age_classifier = classifier()
    gan = ageing.IPCGAN(
        ageing.ageing_generator(N_GROUPS, SIZE, 4),
        discriminator or ageing.ageing_discriminator(N_GROUPS, SIZE, 4),
        age_classifier,
        ageing.face_features(age_classifier),
        seed=0,
        **weights,
    )
    gan.compile(adam(1e-3), adam(1e-3))
    return gan


def photos(count=10):
    return rng.uniform(-1, 1, (count, SIZE, SIZE, 3)).astype("float32")


GROUPS = (np.arange(10) % N_GROUPS).astype("int32")


def label_reader():
    """A discriminator whose logit is the label; it shows what it was asked."""
    images = layers.Input((SIZE, SIZE, 3))
    labels = layers.Input((), dtype="int32")
    table = layers.Embedding(
        N_GROUPS,
        1,
        embeddings_initializer=lambda shape, dtype: ops.reshape(
            ops.arange(N_GROUPS, dtype=dtype), shape
        ),
    )(labels)
    nothing = 0 * ops.mean(images, axis=(1, 2))[:, :1]
    return keras.Model([images, labels], table + nothing)


def weights_of(network):
    return [w.copy() for w in network.get_weights()]


def test_both_players_learn_and_the_frozen_critics_stay():
    gan = game()
    players = {n: weights_of(getattr(gan, n)) for n in ("generator", "discriminator")}
    critic = weights_of(gan.age_classifier)
    stream = batches(photos(), GROUPS, 5)
    history = gan.fit(stream, steps_per_epoch=2, verbose=0).history
    for name, old in players.items():
        # All but the tables that make one-hot maps, which nobody trains.
        network = getattr(gan, name)
        moved = [
            (a != b).any()
            for a, b, w in zip(old, weights_of(network), network.weights, strict=True)
            if w.trainable
        ]
        assert moved and all(moved)
    for a, b in zip(critic, weights_of(gan.age_classifier), strict=True):
        assert (a == b).all()
    expected = {"d_loss", "d_real", "d_wrong", "d_fake", "g_loss", "features", "age"}
    assert set(history) == expected


def test_a_wrong_label_is_never_right_and_every_other_one_occurs():
    gan = game(label_reader())
    images = photos(500)
    groups = rng.integers(0, N_GROUPS, 500).astype("int32")
    asked = []
    network = gan.discriminator

    class Watching:
        trainable_variables = network.trainable_variables

        def __call__(self, inputs, training):
            asked.append([np.asarray(x) for x in inputs])
            return network([ops.convert_to_tensor(x) for x in inputs])

    gan.discriminator = Watching()
    targets = np.full(500, 3, "int32")
    gan.update_discriminator(images, groups, -images, targets)
    (real, right), (same, wrong), (fake, aimed) = asked
    assert (right == groups).all() and (aimed == targets).all()
    assert set((wrong - groups) % N_GROUPS) == {1, 2, 3, 4}
    assert (real == images).all() and (same == images).all() and (fake == -images).all()


def test_the_loss_of_the_discriminator_is_that_of_the_paper():
    """With logit = label: (real − 1)² / 2 + wrong² / 4 + fake² / 4."""
    gan = game(label_reader())
    groups = np.zeros(4, "int32")
    inputs = photos(4), groups, photos(4), groups + 3
    logs = gan.update_discriminator(*map(ops.convert_to_tensor, inputs))
    _, *wrong = (float(logs[n]) for n in ("d_real", "d_wrong"))
    assert wrong == [1.0]  # labels 1 to 4 are above the border of one half
    loss = float(logs["d_loss"])
    wrong_squares = (loss - 0.5 - 9 / 4) * 4
    assert 1 <= wrong_squares <= 16


def test_the_feature_distance_is_a_share_of_the_features():
    gan = game()
    gan.feature_network = lambda images, training: ops.convert_to_tensor(images)
    x = photos(3)
    assert float(gan.feature_distance(x, x)) == 0
    assert float(gan.feature_distance(x, 0 * x)) == pytest.approx(1)
    assert float(gan.feature_distance(x, 0.5 * x)) == pytest.approx(0.25)


def test_the_age_loss_is_the_cross_entropy_at_the_target():
    gan = game()
    logits = rng.normal(size=(4, N_GROUPS)).astype("float32")
    gan.age_classifier = lambda images, training: ops.convert_to_tensor(logits)
    targets = np.array([0, 4, 2, 2])
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    expected = -np.log(chances[np.arange(4), targets]).mean()
    assert float(gan.age_loss(photos(4), targets)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("left", "quiet"),
    [("age_weight", "age"), ("feature_weight", "features")],
)
def test_the_remaining_loss_is_the_one_that_falls(left, quiet):
    """Trained on one critic alone, G pleases it: each weight reaches its own term."""
    weights = {"adversarial_weight": 0.0, "feature_weight": 0.0, "age_weight": 0.0}
    gan = game(**(weights | {left: 10.0}))
    stream = batches(photos(), GROUPS, 10)
    history = gan.fit(stream, steps_per_epoch=20, epochs=3, verbose=0).history
    assert history[quiet][-1] < history[quiet][0]
    assert "d_loss" not in history  # without the game D has nothing to do


def test_where_the_mask_is_shut_the_photo_is_kept():
    generator = ageing.ageing_generator(N_GROUPS, SIZE, 4)
    layer = generator.get_layer("mask")
    layer.kernel.assign(ops.zeros_like(layer.kernel))
    layer.bias.assign([-100.0])
    x = photos()
    assert np.asarray(generator([x, GROUPS])) == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize("mask", [True, False])
def test_the_generator_stays_in_range_and_listens_to_both_inputs(mask):
    generator = ageing.ageing_generator(N_GROUPS, SIZE, 4, mask=mask)
    for variable in generator.trainable_variables:
        variable.assign(3 * rng.normal(size=variable.shape))  # far from its start
    aged = age_cgan.age_faces(generator, photos(4), N_GROUPS)
    assert aged.shape == (4, N_GROUPS, SIZE, SIZE, 3)
    assert np.abs(aged).max() <= 1 + 1e-6
    assert np.abs(aged[0] - aged[1]).max() > 0.01  # two faces in, two faces out
    assert np.abs(aged[:, 0] - aged[:, 1]).max() > 0.001


def test_the_generator_has_the_size_of_the_papers_network():
    """32-64-128, six blocks, 64-32-3: counted by hand, the mask left out."""
    network = ageing.ageing_generator(5, 64, 32, mask=False)
    convolutions = 49 * 8 * 32 + 9 * 32 * 64 + 9 * 64 * 128 + 12 * 9 * 128 * 128
    convolutions += 9 * 128 * 64 + 9 * 64 * 32 + 49 * 32 * 3 + 3
    norms = 2 * (32 + 64 + 128 + 12 * 128 + 64 + 32)
    one_hot = 5 * 5
    assert network.count_params() == convolutions + norms + one_hot


def test_the_group_map_is_one_hot_everywhere():
    groups = layers.Input((), dtype="int32")
    model = keras.Model(groups, ageing.group_map(groups, N_GROUPS, 3))
    maps = np.asarray(model(np.array([0, 4])))
    assert maps.shape == (2, 3, 3, N_GROUPS)
    assert (maps[0] == np.eye(N_GROUPS)[0]).all()
    assert (maps[1] == np.eye(N_GROUPS)[4]).all()


def test_the_classifier_counts_a_rare_group_as_much_as_a_frequent_one():
    """All pictures are equal, so that only the frequencies could decide."""
    images = np.zeros((200, SIZE, SIZE, 3), "float32")
    groups = np.where(np.arange(200) < 190, 0, 1)
    network = ageing.train_age_classifier(images, groups, 2, 60, batch_size=100)
    chances = ops.softmax(network(images[:1], training=False))[0]
    assert float(chances[0]) < 0.8  # unweighted it says .95


def test_the_classifier_learns_what_can_be_seen():
    groups = np.arange(60) % 3
    images = np.ones((60, SIZE, SIZE, 3)) * (groups[:, None, None, None] - 1) * 0.8
    images = (images + rng.normal(0, 0.1, images.shape)).astype("float32")
    network = ageing.train_age_classifier(images, groups, 3, 60, batch_size=30)
    named = np.asarray(network(images, training=False)).argmax(axis=1)
    assert (named == groups).mean() > 0.9
