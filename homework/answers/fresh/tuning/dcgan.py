"""Fresh answers to homework `dcgan`, the half for tuning."""

import numpy as np
import scipy.linalg
import scipy.signal
import tensorflow as tf
from keras import ops

from gan_utils import losses
from homework.answers import tasks
from homework.answers.fresh.common import receptive, step_of_g, take_step

TASKS = tasks()


wrong, right = TASKS["map_sizes"]


@wrong("last pixel|left over|floor|whole|round|does not fit|down")
def rounded_up(size, layers):
    sizes = []
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            size = int(np.ceil((size + 2 * padding - kernel) / stride)) + 1
        else:
            size = stride * (size - 1) + kernel - 2 * padding
        sizes.append(size)
    return sizes


@wrong("before|previous|one after|each layer|first layer|same input|result of")
def all_from_the_image(size, layers):
    sizes = []
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            sizes.append((size + 2 * padding - kernel) // stride + 1)
        else:
            sizes.append(stride * (size - 1) + kernel - 2 * padding)
    return sizes


@wrong("kind|up|transposed")
def all_down(size, layers):
    sizes = []
    for _, kernel, stride, padding in layers:
        size = (size + 2 * padding - kernel) // stride + 1
        sizes.append(size)
    return sizes


@wrong("list|each layer|every layer|last")
def only_the_last(size, layers):
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            size = (size + 2 * padding - kernel) // stride + 1
        else:
            size = stride * (size - 1) + kernel - 2 * padding
    return size


@right
def counted_by_hand(size, layers):
    sizes = []
    for kind, kernel, stride, padding in layers:
        if kind == "down":
            places = range(0, size + 2 * padding - kernel + 1, stride)
            sizes.append(len(places))
        else:
            sizes.append(len(range(stride * (size - 1) + kernel)[padding:]) - padding)
        size = sizes[-1]
    return sizes


wrong, right = TASKS["receptive_field"]


@wrong("all earlier|product|every stride|multipl|strides before|accumulat")
def stride_of_the_layer_before(layers):
    field, before = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * before
        before = stride
    return field


@wrong("order|backwards|last layer|from the end|other end|reverse|first")
def recursion_in_the_wrong_order(layers):
    field = 1
    for kernel, stride in layers:
        field = (field - 1) * stride + kernel
    return field


@wrong("stride|recursion|minus|gap|− 1|- 1")
def recursion_without_overlap(layers):
    field = 1
    for kernel, stride in reversed(layers):
        field = field * stride + kernel
    return field


@right
def recursion_from_the_end(layers):
    if not layers:
        return 1
    *before, (kernel, stride) = layers
    inner = 1 + (kernel - 1) * int(np.prod([s for _, s in before]))
    return receptive(before) + inner - 1


wrong, right = TASKS["transposed_convolution"]


@wrong("padding.*0|0.*padding|-0|empty|nothing")
def minus_zero(x, kernel, stride, padding):
    out = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i, value in enumerate(x):
        out[i * stride : i * stride + len(kernel)] += value * kernel
    return out[padding:-padding]


@wrong("integer|whole number|decimal|dtype|fraction|float")
def integers(x, kernel, stride, padding):
    out = np.zeros(stride * (len(x) - 1) + len(kernel), dtype=int)
    for i, value in enumerate(x):
        out[i * stride : i * stride + len(kernel)] += (value * kernel).astype(int)
    return out[padding : len(out) - padding]


@wrong("flip|turned|reverse|mirror|backwards|order|first number")
def kernel_reversed(x, kernel, stride, padding):
    out = np.zeros(stride * (len(x) - 1) + len(kernel))
    for i, value in enumerate(x):
        for j in range(len(kernel)):
            out[i * stride + j] += value * kernel[-1 - j]
    return out[padding : len(out) - padding]


@right
def as_a_matrix(x, kernel, stride, padding):
    rows = len(x)
    matrix = np.zeros((rows, stride * (rows - 1) + len(kernel)))
    for i in range(rows):
        matrix[i, i * stride : i * stride + len(kernel)] = kernel
    return (x @ matrix)[padding : matrix.shape[1] - padding]


wrong, right = TASKS["moving_average"]


@wrong(
    "average before|previous average|average of|own result|path|last average|weights"
)
def two_rows_of_the_path(path, beta):
    out = np.array(path, float)
    for t in range(1, len(path)):
        out[t] = beta * path[t - 1] + (1 - beta) * path[t]
    return out


@wrong("same shape|row 0|first row|shape|start")
def without_the_start(path, beta):
    average, out = path[0], []
    for weights in path[1:]:
        average = beta * average + (1 - beta) * weights
        out.append(average)
    return np.array(out)


@wrong("1 - β|1 − β|1 - beta|share|grow|momentum|sum|weights.*1")
def like_momentum(path, beta):
    out = np.array(path, float)
    for t in range(1, len(path)):
        out[t] = beta * out[t - 1] + path[t]
    return out


@right
def filtered(path, beta):
    start = beta * np.asarray(path)[:1]
    return scipy.signal.lfilter([1 - beta], [1, -beta], path, axis=0, zi=start)[0]


wrong, right = TASKS["train_step"]


@wrong("two steps|one step|twice|both.*at once|sum|one loss|moves")
def a_step_for_each_kind(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents, training=True)
    weights, d_loss = D.trainable_variables, 0.0
    for points, sign in ((real, -1), (fake, 1)):
        with tf.GradientTape() as tape:
            loss = ops.mean(ops.softplus(sign * D(points, training=True)))
        optimizer_D.apply(tape.gradient(loss, weights), weights)
        d_loss += loss
    return {"d_loss": d_loss, "g_loss": step_of_g(D, G, optimizer_G, latents)}


@wrong("training")
def d_in_test_mode_for_g(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents, training=True)
    d_loss = take_step(
        D,
        optimizer_D,
        lambda: losses.cross_entropy_discriminator(
            D(real, training=True), D(fake, training=True)
        ),
    )
    g_loss = step_of_g(D, G, optimizer_G, latents, D=False)
    return {"d_loss": d_loss, "g_loss": g_loss}


@wrong("half|factor|loss.*as (it|they)|scale|twice|mean")
def half_the_loss(D, G, optimizer_D, optimizer_G, real, latents):
    fake = G(latents, training=True)
    d_loss = take_step(
        D,
        optimizer_D,
        lambda: (
            0.5
            * losses.cross_entropy_discriminator(
                D(real, training=True), D(fake, training=True)
            )
        ),
    )
    return {"d_loss": d_loss, "g_loss": step_of_g(D, G, optimizer_G, latents)}


wrong, right = TASKS["frechet_distance"]


@wrong("root of the product|product|each|not the same|Σ1 Σ2|commut|R R")
def roots_multiplied(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    gap = np.sum((real.mean(0) - fake.mean(0)) ** 2)
    root = np.real(scipy.linalg.sqrtm(a)) @ np.real(scipy.linalg.sqrtm(b))
    return gap + np.trace(a + b - 2 * root)


@wrong("matrix product|@|each number|element|place by place")
def product_of_elements(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    gap = np.sum((real.mean(0) - fake.mean(0)) ** 2)
    roots = np.sqrt(np.maximum(np.real(np.linalg.eigvals(a * b)), 0))
    return gap + np.trace(a) + np.trace(b) - 2 * roots.sum()


@wrong("sum|number of features|mean of|average|d features|divided")
def mean_of_the_gap(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    gap = np.mean((real.mean(0) - fake.mean(0)) ** 2)
    roots = np.sqrt(np.maximum(np.real(np.linalg.eigvals(a @ b)), 0))
    return gap + np.trace(a) + np.trace(b) - 2 * roots.sum()


@wrong("diagonal|covarian|correlat|between features|variances")
def variances_only(real, fake):
    gap = np.sum((real.mean(0) - fake.mean(0)) ** 2)
    return gap + np.sum((real.std(0, ddof=1) - fake.std(0, ddof=1)) ** 2)


@right
def symmetric_form(real, fake):
    a, b = (np.atleast_2d(np.cov(x, rowvar=False)) for x in (real, fake))
    values, vectors = np.linalg.eigh(a)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    inner = np.maximum(np.linalg.eigvalsh(root @ b @ root), 0)
    gap = real.mean(0) - fake.mean(0)
    return float(gap @ gap + np.trace(a + b) - 2 * np.sqrt(inner).sum())
