// A GAN in the plane: two small networks, their gradients written out by hand.
// The rules are those of gan_utils/widgets/playground.py; tests/playground/test_ring_game.py
// compares a step of each player with Keras. A classic script, not a module: browsers
// load no module from a page that was opened as a file.
"use strict";

const RingGame = (() => {
  const HIDDEN = 64, BATCH = 128;
  const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));

  function randomNumbers(seed) { // mulberry32: the same game at every start
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function normal(random) { // Box and Muller
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }

  // Kernels lie as Keras stores them. `out` and `back` are written over by every point:
  // a new array for each of them took most of the time.
  function network(outputs, random) {
    const sizes = [2, HIDDEN, HIDDEN, outputs];
    return [0, 1, 2].map((i) => {
      const [n, m] = [sizes[i], sizes[i + 1]];
      const limit = Math.sqrt(6 / (n + m)); // Glorot's
      const kernel = Float64Array.from({ length: n * m }, () => limit * (2 * random() - 1));
      return {
        kernel, bias: new Float64Array(m), inputs: n, outputs: m, isLast: i === 2,
        out: new Float64Array(m), back: new Float64Array(n),
        sums: { kernel: new Float64Array(n * m), bias: new Float64Array(m) },
      };
    });
  }

  // The last layer's values for one point; they hold until the next point.
  function forward(layers, point) {
    let before = point;
    for (const { kernel, bias, inputs, outputs, isLast, out } of layers) {
      out.set(bias);
      for (let a = 0, place = 0; a < inputs; a++, place += outputs) {
        const value = before[a];
        if (value === 0) continue; // what ReLU closed
        for (let b = 0; b < outputs; b++) out[b] += value * kernel[place + b];
      }
      if (!isLast) for (let b = 0; b < outputs; b++) if (out[b] < 0) out[b] = 0;
      before = out;
    }
    return before;
  }

  // After `forward` of the same point: adds its gradients to the layers' sums, unless
  // only that of the point is wanted, and returns the point's.
  function backward(layers, point, slope, addsUp) {
    for (let i = layers.length - 1; i >= 0; i--) {
      const { kernel, inputs, outputs, back, sums } = layers[i];
      const before = i > 0 ? layers[i - 1].out : point, sum = sums.kernel;
      if (addsUp) for (let b = 0; b < outputs; b++) sums.bias[b] += slope[b];
      for (let a = 0, place = 0; a < inputs; a++, place += outputs) {
        const value = before[a];
        back[a] = 0;
        if (i > 0 && value === 0) continue; // a closed ReLU passes nothing back
        let total = 0;
        for (let b = 0; b < outputs; b++) total += kernel[place + b] * slope[b];
        back[a] = total;
        if (addsUp) for (let b = 0; b < outputs; b++) sum[place + b] += value * slope[b];
      }
      slope = back;
    }
    return slope;
  }

  const zeros = (layers) => layers.map(({ kernel, bias }) => ({
    kernel: new Float64Array(kernel.length), bias: new Float64Array(bias.length),
  }));

  function adam(layers) { // β₁ and ε as gan_utils.training.adam and Keras have them
    const first = zeros(layers), second = zeros(layers);
    let step = 0;
    return (rate) => { // takes the layers' sums and leaves them at 0
      step += 1;
      const scale = rate * Math.sqrt(1 - 0.999 ** step) / (1 - 0.5 ** step);
      layers.forEach((layer, i) => ["kernel", "bias"].forEach((name) => {
        const g = layer.sums[name], m = first[i][name], v = second[i][name], w = layer[name];
        for (let j = 0; j < g.length; j++) {
          m[j] += 0.5 * (g[j] - m[j]);
          v[j] += 0.001 * (g[j] * g[j] - v[j]);
          w[j] -= scale * m[j] / (Math.sqrt(v[j]) + 1e-7);
        }
        g.fill(0);
      }));
    };
  }

  const whole = (random, count) => Math.floor(count * random());
  const SHAPES = { // one centre each, as gan_utils/widgets/playground.py draws them
    ring: (random) => {
      const angle = Math.PI / 4 * whole(random, 8);
      return [2 * Math.cos(angle), 2 * Math.sin(angle)];
    },
    grid: (random) => [1.8 * (whole(random, 3) - 1), 1.8 * (whole(random, 3) - 1)],
    moons: (random) => {
      const angle = Math.PI * random(), side = 1.4 * (2 * whole(random, 2) - 1);
      return [side * (Math.cos(angle) - 0.5), side * (Math.sin(angle) - 0.25)];
    },
    spiral: (random) => {
      const t = Math.sqrt(random());
      return [2.3 * t * Math.cos(9 * t), 2.3 * t * Math.sin(9 * t)];
    },
  };

  class Game {
    constructor(shape = "ring", seed = 1) {
      this.shape = SHAPES[shape];
      this.random = randomNumbers(seed);
      this.generator = network(2, this.random);
      this.discriminator = network(1, this.random);
      this.moveG = adam(this.generator);
      this.moveD = adam(this.discriminator);
      this.steps = { D: 0, G: 0 };
      this.shown = this.latents(200);
    }

    latents(count = BATCH) {
      return Array.from({ length: count }, () => [normal(this.random), normal(this.random)]);
    }

    real(count = BATCH) {
      return Array.from({ length: count }, () =>
        this.shape(this.random).map((x) => x + 0.1 * normal(this.random)));
    }

    fake(latents) { return latents.map((z) => Array.from(forward(this.generator, z))); }

    opinion(point) { return sigmoid(forward(this.discriminator, point)[0]); }

    // The direction in which D tells G to move a point, at most 1 long.
    advice(point) {
      const logit = forward(this.discriminator, point)[0];
      const [x, y] = backward(this.discriminator, point, [sigmoid(-logit)], false);
      const length = 0.1 + Math.hypot(x, y);
      return [x / length, y / length];
    }

    // One step of D; returns its loss, log 4 where it can tell nothing.
    stepD(rate, real = this.real(), latents = this.latents()) {
      const player = this.discriminator, slope = [0];
      let loss = 0;
      for (const [points, sign] of [[real, -1], [this.fake(latents), 1]]) {
        const share = 1 / points.length;
        for (const point of points) {
          const logit = sign * forward(player, point)[0];
          loss += softplus(logit) * share;
          slope[0] = sign * sigmoid(logit) * share;
          backward(player, point, slope, true);
        }
      }
      this.moveD(rate);
      this.steps.D += 1;
      return loss;
    }

    // One step of G, through D and back; returns its loss.
    stepG(rate, latents = this.latents()) {
      const share = 1 / latents.length, slope = [0];
      let loss = 0;
      for (const z of latents) {
        const made = forward(this.generator, z);
        const logit = forward(this.discriminator, made)[0];
        loss += softplus(-logit) * share;
        slope[0] = -sigmoid(-logit) * share;
        backward(this.generator, z, backward(this.discriminator, made, slope, false), true);
      }
      this.moveG(rate);
      this.steps.G += 1;
      return loss;
    }
  }
  return { Game, normal, randomNumbers };
})();

if (typeof module !== "undefined") module.exports = RingGame; // for the test, in node
