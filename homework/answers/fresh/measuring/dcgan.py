"""Fresh answers to homework `dcgan`, the half for measuring."""

import numpy as np
import scipy.linalg
import scipy.signal
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import tasks
from homework.answers.fresh.common import step_of_g, take_step

TASKS = tasks()


wrong, right = TASKS["map_sizes"]


@wrong("both ends|twice|2 ·|once|one end")
def padding_once_on_the_way_up(size, layers):
    sizes = []
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            size = (size + 2 * padding - kernel) // stride + 1
        else:
            size = stride * (size - 1) + kernel - padding
        sizes.append(size)
    return sizes


@wrong("- 1|− 1|minus 1|last input|one less|up|transposed")
def up_without_minus_one(size, layers):
    sizes = []
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            size = (size + 2 * padding - kernel) // stride + 1
        else:
            size = stride * size + kernel - 2 * padding
        sizes.append(size)
    return sizes


@wrong("kernel|same|padding|size / stride|divid")
def stride_only(size, layers):
    sizes = []
    for kind, _kernel, stride, _padding in layers:
        size = size // stride if kind == "down" else size * stride
        sizes.append(size)
    return sizes


@right
def as_an_array(size, layers):
    sizes = np.zeros(len(layers), int)
    for i, (kind, k, s, p) in enumerate(layers):
        size = (
            (size + 2 * p - k) // s + 1
            if kind == "down"
            else s * (size - 1) + k - 2 * p
        )
        sizes[i] = size
    return sizes


wrong, right = TASKS["receptive_field"]


@wrong("k - 1|k − 1|minus 1|kernel − 1|kernel - 1|share|overlap|counted twice|already")
def whole_kernels(layers):
    field, step = 0, 1
    for kernel, stride in layers:
        field += kernel * step
        step *= stride
    return field


@wrong("one side|square|row|side")
def area(layers):
    field, step = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * step
        step *= stride
    return field**2


@wrong("first layer|skip|left out|all layers|every layer|1|start")
def starts_at_the_second(layers):
    field, step = 1, layers[0][1]
    for kernel, stride in layers[1:]:
        field += (kernel - 1) * step
        step *= stride
    return field


@right
def with_cumprod(layers):
    kernels, strides = np.array(layers).T
    steps = np.cumprod([1, *strides[:-1]])
    return np.sum((kernels - 1) * steps) + 1


wrong, right = TASKS["transposed_convolution"]


@wrong("stride − 1|stride - 1|zeros|stride|place|too long|length")
def too_many_zeros(x, kernel, stride, padding):
    spread = np.zeros(len(x) * (stride + 1) - stride)
    spread[:: stride + 1] = x
    out = np.convolve(spread, kernel)
    return out[padding : len(out) - padding]


@wrong("both ends|one end|start|left|beginning")
def cut_at_the_start(x, kernel, stride, padding):
    out = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i, value in enumerate(x):
        out[i * stride : i * stride + len(kernel)] += value * kernel
    return out[2 * padding :]


@wrong("padding|cut|length|both ends")
def zeros_instead_of_cutting(x, kernel, stride, padding):
    out = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i, value in enumerate(x):
        out[i * stride : i * stride + len(kernel)] += value * kernel
    out[:padding] = 0
    out[len(out) - padding :] = 0
    return out


@right
def upfirdn(x, kernel, stride, padding):
    out = scipy.signal.upfirdn(kernel, x, up=stride)
    return out[padding : stride * (len(x) - 1) + len(kernel) - padding]


wrong, right = TASKS["moving_average"]


@wrong("correct|bias|start|first")
def corrected_like_adam(path, beta):
    average, out = np.zeros_like(path[0], dtype=float), []
    for t, weights in enumerate(path, start=1):
        average = beta * average + (1 - beta) * weights
        out.append(average / (1 - beta**t))
    return np.array(out)


@wrong("late|one step|row t|after step|too early|behind|previous row|shift")
def one_step_late(path, beta):
    out = np.array(path, float)
    for t in range(1, len(path)):
        out[t] = beta * out[t - 1] + (1 - beta) * path[t - 1]
    return out


@wrong("beta|β|equal|all rows|memory|mean of all|forget")
def mean_so_far(path, beta):
    return np.cumsum(path, axis=0) / np.arange(1, len(path) + 1)[:, None]


@right
def weights_of_all_rows(path, beta):
    out = []
    for t in range(len(path)):
        share = (1 - beta) * beta ** np.arange(t, -1, -1.0)
        share[0] = beta**t
        out.append(share @ path[: t + 1])
    return np.stack(out)


wrong, right = TASKS["train_step"]


@wrong("training")
def g_not_in_training_mode(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents)
    d_loss = take_step(
        D,
        optimizer_D,
        lambda: losses.cross_entropy_discriminator(
            D(real, training=True), D(fake, training=True)
        ),
    )
    g_loss = step_of_g(D, G, optimizer_G, latents, G=False)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("swapped|real.*fake|turned round|direction|order|other way")
def real_and_fake_swapped(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents, training=True)
    d_loss = take_step(
        D,
        optimizer_D,
        lambda: losses.cross_entropy_discriminator(
            D(fake, training=True), D(real, training=True)
        ),
    )
    return {"d_loss": d_loss, "g_loss": step_of_g(D, G, optimizer_G, latents)}


@wrong("own kind|mixed|together|company|beside|among|one batch")
def g_sees_the_mixed_batch_too(D, G, optimizer_D, optimizer_G, real, latents):
    count = real.shape[0]
    fake = G(latents, training=True)

    def loss():
        logits = D(ops.concatenate([real, fake]), training=True)
        return losses.cross_entropy_discriminator(logits[:count], logits[count:])

    d_loss = take_step(D, optimizer_D, loss)
    with tf.GradientTape() as tape:
        both = ops.concatenate([real, G(latents, training=True)])
        g_loss = losses.non_saturating_generator(D(both, training=True)[count:])
    weights = G.trainable_variables
    optimizer_G.apply(tape.gradient(g_loss, weights), weights)
    return {"d_loss": d_loss, "g_loss": g_loss}


@right
def fakes_first(D, G, optimizer_D, optimizer_G, real, latents):
    def loss():
        fake_logits = D(tf.stop_gradient(G(latents, training=True)), training=True)
        real_logits = D(real, training=True)
        return losses.cross_entropy_discriminator(real_logits, fake_logits)

    d_loss = take_step(D, optimizer_D, loss)
    return {"d_loss": d_loss, "g_loss": step_of_g(D, G, optimizer_G, latents)}


wrong, right = TASKS["frechet_distance"]


@wrong("symmetric|eigvalsh|triangle")
def symmetric_eigenvalues(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    gap = np.sum((real.mean(0) - fake.mean(0)) ** 2)
    roots = np.sqrt(np.maximum(np.linalg.eigvalsh(a @ b), 0))
    return gap + np.trace(a) + np.trace(b) - 2 * roots.sum()


@wrong("squared|square|mean|‖|norm")
def norm_not_squared(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    gap = np.linalg.norm(real.mean(0) - fake.mean(0))
    roots = np.sqrt(np.maximum(np.real(np.linalg.eigvals(a @ b)), 0))
    return gap + np.trace(a) + np.trace(b) - 2 * roots.sum()


@wrong("one feature|single feature|d = 1|atleast_2d|0-d|dimension")
def only_many_features(real, fake):
    a, b = (np.cov(x, rowvar=False) for x in (real, fake))
    gap = np.sum((real.mean(0) - fake.mean(0)) ** 2)
    roots = np.sqrt(np.maximum(np.real(np.linalg.eigvals(a @ b)), 0))
    return gap + np.trace(a) + np.trace(b) - 2 * roots.sum()


@right
def complex_roots(real, fake):
    a, b = (np.cov(x.T).reshape(x.shape[1], x.shape[1]) for x in (real, fake))
    roots = np.sqrt(np.linalg.eigvals(a @ b).astype(complex)).real.sum()
    return ((real.mean(0) - fake.mean(0)) ** 2).sum() + np.trace(a + b) - 2 * roots
