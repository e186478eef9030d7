"""The peers are what their pages say."""

import keras
import numpy as np
import pytest

from benchmarks import cases, peers

DIGIT_PEERS = [name for name in cases.PEERS if name != "tutorial_pix2pix"]
PAGES = {  # trainable weights of G and D, printed there or summed by hand
    "tutorial": (2_305_472, 212_865),
    "keras_cgan": (1_491_215, 80_385),
    "tutorial_pix2pix": (54_414_979, 2_768_641),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_peer_has_the_weights_of_its_page(name):
    players = cases.PEERS[name](0).players
    learnt = [sum(np.prod(w.shape) for w in p.trainable_weights) for p in players]
    assert tuple(learnt) == PAGES[name]


def test_keras_dcgan_has_the_weights_of_its_page_when_it_draws_faces():
    peer = peers.KerasDCGAN(0)
    faces = peer.new_generator(8, (128, 256, 512), 3)
    assert faces.count_params() == 3_979_651  # as printed on the page
    assert faces.output_shape == (None, 64, 64, 3)
    assert peer.new_discriminator(64, (64, 128, 128), 3).count_params() == 404_801


def test_labels_of_the_conditional_peer_lie_in_rows_as_on_its_page():
    one_hot = np.eye(10, dtype="float32")[[3, 7]]
    found = np.array(peers.label_channels(one_hot))
    expected = keras.ops.repeat(one_hot[:, :, None, None], [784])  # no axis: flat
    np.testing.assert_array_equal(found.ravel(), expected)
    assert found.shape == (2, 28, 28, 10)
    rows = [np.flatnonzero(image.any(axis=(1, 2))) for image in found]
    assert [list(r) for r in rows] == [[8, 9, 10, 11], [19, 20, 21, 22]]


@pytest.mark.parametrize("name", DIGIT_PEERS)
def test_a_step_of_a_peer_moves_both_players_and_its_pictures_are_in_range(name, rng):
    peer = cases.PEERS[name](0)
    images = rng.uniform(-1, 1, (10, 28, 28, 1)).astype("float32")
    prepared = peer.prepare(images)
    expected = (-1, 0) if name == "tutorial" else (0, 0.5)
    np.testing.assert_allclose(peer.prepare(np.array([-1.0, 0.0])), expected)
    before = [player.get_weights() for player in peer.players]
    d_loss, _ = peer.step(prepared, np.arange(10))
    # An untrained player is undecided: log 2 for each of its questions.
    n_questions = 2 if name == "tutorial" else 1  # sum of two means, or one mean
    assert abs(float(d_loss) - n_questions * np.log(2)) < 0.1
    for player, old in zip(peer.players, before, strict=True):
        for weight, was in zip(player.weights, old, strict=True):
            assert (weight.numpy() != was).any(), weight.path
    latents = rng.normal(size=(6, peer.latent_dim)).astype("float32")
    drawn = peer.draw(latents, np.arange(6))
    assert drawn.shape == (6, 28, 28, 1) and drawn.dtype == np.float32
    assert drawn.min() < 0 < drawn.max() and np.abs(drawn).max() <= 1


def test_losses_of_the_keras_peers_call_fakes_one_and_reals_zero(rng, monkeypatch):
    peer = peers.KerasConditionalGAN(0)
    images = rng.uniform(0, 1, (8, 28, 28, 1)).astype("float32")
    fakes = np.zeros_like(images)
    monkeypatch.setattr(peer, "generate", lambda labels: keras.ops.copy(fakes))
    monkeypatch.setattr(peers, "learn", lambda *_: None)
    labels = np.arange(8)
    d_loss, g_loss = peer.step(images, labels)
    real = np.array(peer.judge(images, labels), "float64")
    fake = np.array(peer.judge(fakes, labels), "float64")
    # Softplus(x) = −log(1 − p), softplus(−x) = −log p, where p is "fake".
    expected = np.mean(np.log1p(np.exp(np.concatenate([-fake, real]))))
    np.testing.assert_allclose(float(d_loss), expected, rtol=1e-5)
    np.testing.assert_allclose(float(g_loss), np.mean(np.log1p(np.exp(fake))), 1e-5)


def test_a_peer_sees_every_picture_once_in_each_pass():
    peer = peers.KerasDCGAN(0)
    images = np.linspace(-1, 1, 70, dtype="float32")[:, None, None, None]
    stream = iter(peer.batches(images, np.arange(70)))
    for _ in range(2):
        seen = [next(stream) for _ in range(3)]  # 32, 32 and the 6 that remain
        assert [len(batch) for batch, _ in seen] == [32, 32, 6]
        labels = np.concatenate([labels for _, labels in seen])
        assert sorted(labels) == list(range(70))
        values = np.concatenate([batch for batch, _ in seen]).ravel()
        np.testing.assert_allclose(values, labels / 69, atol=1e-6)
