import numpy as np
import pytest
import tensorflow as tf

from gan_utils import losses


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


# Each game as its paper writes it, in NumPy: D's loss of (real, fake), G's of fake.
FORMULAS = {
    "minimax": (
        lambda r, f: -np.log(sigmoid(r)).mean() - np.log(1 - sigmoid(f)).mean(),
        lambda f: np.log(1 - sigmoid(f)).mean(),
    ),
    "non_saturating": (
        lambda r, f: -np.log(sigmoid(r)).mean() - np.log(1 - sigmoid(f)).mean(),
        lambda f: -np.log(sigmoid(f)).mean(),
    ),
    "least_squares": (
        lambda r, f: 0.5 * ((r - 1) ** 2).mean() + 0.5 * (f**2).mean(),
        lambda f: 0.5 * ((f - 1) ** 2).mean(),
    ),
    "hinge": (
        lambda r, f: np.maximum(0, 1 - r).mean() + np.maximum(0, 1 + f).mean(),
        lambda f: -f.mean(),
    ),
    "wasserstein": (lambda r, f: f.mean() - r.mean(), lambda f: -f.mean()),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_losses_equal_the_formulas_of_their_papers(name, rng):
    real = rng.normal(1, 2, (50, 1)).astype("float32")
    fake = rng.normal(-1, 2, (50, 1)).astype("float32")
    of_discriminator, of_generator = FORMULAS[name]
    game = getattr(losses, name)
    assert float(game.discriminator(real, fake)) == pytest.approx(
        of_discriminator(real.astype("float64"), fake.astype("float64")), rel=1e-5
    )
    assert float(game.generator(fake)) == pytest.approx(
        of_generator(fake.astype("float64")), rel=1e-5
    )


def test_minimax_gradient_vanishes_where_d_is_sure_and_non_saturating_does_not():
    logits = tf.constant([[-8.0]])
    gradients = []
    for game in (losses.minimax, losses.non_saturating):
        with tf.GradientTape() as tape:
            tape.watch(logits)
            loss = game.generator(logits)
        gradients.append(abs(float(tape.gradient(loss, logits)[0, 0])))
    assert gradients[0] < 0.001
    assert gradients[1] > 0.999


@pytest.mark.parametrize("game", [losses.minimax, losses.non_saturating])
def test_losses_stay_finite_where_d_is_extremely_sure(game):
    sure = np.full((4, 1), 1000.0, "float32")
    assert np.isfinite(float(game.discriminator(-sure, sure)))
    assert np.isfinite(float(game.generator(-sure)))


def linear_critic(weights):
    return lambda x: tf.reshape(x, (tf.shape(x)[0], -1)) @ weights[:, None]


def test_gradient_penalty_of_a_linear_critic_is_its_slope_minus_one_squared(rng):
    weights = rng.normal(size=12).astype("float32")
    real, fake = (tf.constant(rng.normal(size=(5, 2, 3, 2)), "float32") for _ in "rf")
    penalty = losses.gradient_penalty(linear_critic(weights), real, fake)
    expected = (np.linalg.norm(weights) - 1) ** 2
    assert float(penalty) == pytest.approx(expected, rel=1e-4)


def test_r1_penalty_of_a_linear_critic_is_half_its_squared_slope(rng):
    weights = rng.normal(size=12).astype("float32")
    real = tf.constant(rng.normal(size=(5, 2, 3, 2)), "float32")
    penalty = losses.r1_penalty(linear_critic(weights), real)
    assert float(penalty) == pytest.approx(0.5 * weights @ weights, rel=1e-5)


def test_gradient_penalty_mixes_each_example_with_a_weight_of_its_own():
    seen = []

    def critic(x):
        seen.append(x.numpy())
        return tf.reduce_sum(x, axis=[1, 2, 3])[:, None]

    real, fake = tf.ones((200, 2, 2, 1)), tf.zeros((200, 2, 2, 1))
    losses.gradient_penalty(critic, real, fake, seed=1)
    alpha = seen[0].reshape(200, 4)
    assert np.all(alpha == alpha[:, :1])  # one weight for all pixels of an example
    assert alpha.min() >= 0 and alpha.max() <= 1
    # Uniform on (0, 1): mean 1/2, variance 1/12; a normal one would leave the range.
    assert alpha[:, 0].mean() == pytest.approx(0.5, abs=0.07)
    assert alpha[:, 0].var() == pytest.approx(1 / 12, abs=0.02)


def test_gradient_penalty_has_a_finite_gradient_where_the_critic_is_flat():
    weight = tf.Variable(0.0)
    images = tf.ones((3, 2, 2, 1))
    with tf.GradientTape() as tape:
        penalty = losses.gradient_penalty(
            lambda x: weight * tf.reduce_sum(x, axis=[1, 2, 3])[:, None], images, images
        )
    assert float(penalty) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(float(tape.gradient(penalty, weight)))
