// A GAN in the plane: two small networks, their gradients written out by hand.
// The rules are those of gan_utils/widgets/playground.py; tests/test_playground.py
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

  // Layers are {kernel, bias, inputs, outputs}; kernels lie as Keras stores them.
  function network(outputs, random) {
    const sizes = [2, HIDDEN, HIDDEN, outputs];
    return [0, 1, 2].map((i) => {
      const [n, m] = [sizes[i], sizes[i + 1]];
      const limit = Math.sqrt(6 / (n + m)); // Glorot's
      const kernel = Float64Array.from({ length: n * m }, () => limit * (2 * random() - 1));
      return { kernel, bias: new Float64Array(m), inputs: n, outputs: m };
    });
  }

  // All the layers' values for one point, the point itself first.
  function forward(layers, point) {
    const values = [point];
    layers.forEach((layer, i) => {
      const before = values[i], after = Float64Array.from(layer.bias);
      for (let a = 0; a < layer.inputs; a++) {
        if (before[a] === 0) continue; // what ReLU closed
        for (let b = 0; b < layer.outputs; b++) after[b] += before[a] * layer.kernel[a * layer.outputs + b];
      }
      if (i < layers.length - 1) for (let b = 0; b < after.length; b++) after[b] = Math.max(after[b], 0);
      values.push(after);
    });
    return values;
  }

  const zeros = (layers) => layers.map((layer) => ({
    kernel: new Float64Array(layer.kernel.length), bias: new Float64Array(layer.outputs),
  }));

  // Adds the gradients of one point to `sums` (unless null); returns that of the point.
  function backward(layers, values, slope, sums) {
    for (let i = layers.length - 1; i >= 0; i--) {
      const layer = layers[i], before = values[i], next = new Float64Array(layer.inputs);
      for (let b = 0; sums && b < layer.outputs; b++) sums[i].bias[b] += slope[b];
      for (let a = 0; a < layer.inputs; a++) {
        if (i > 0 && before[a] === 0) continue; // a closed ReLU passes nothing back
        for (let b = 0; b < layer.outputs; b++) {
          const place = a * layer.outputs + b;
          next[a] += layer.kernel[place] * slope[b];
          if (sums) sums[i].kernel[place] += before[a] * slope[b];
        }
      }
      slope = next;
    }
    return slope;
  }

  function adam(layers) { // β₁ and ε as gan_utils.training.adam and Keras have them
    const first = zeros(layers), second = zeros(layers);
    let step = 0;
    return (gradients, rate) => {
      step += 1;
      const scale = rate * Math.sqrt(1 - 0.999 ** step) / (1 - 0.5 ** step);
      layers.forEach((layer, i) => ["kernel", "bias"].forEach((name) => {
        const g = gradients[i][name], m = first[i][name], v = second[i][name];
        for (let j = 0; j < g.length; j++) {
          m[j] += 0.5 * (g[j] - m[j]);
          v[j] += 0.001 * (g[j] * g[j] - v[j]);
          layer[name][j] -= scale * m[j] / (Math.sqrt(v[j]) + 1e-7);
        }
      }));
    };
  }

  class Game {
    constructor(seed = 1) {
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

    real(count = BATCH) { // eight heaps on a circle of radius 2
      return Array.from({ length: count }, () => {
        const angle = Math.PI / 4 * Math.floor(8 * this.random());
        return [2 * Math.cos(angle) + 0.1 * normal(this.random), 2 * Math.sin(angle) + 0.1 * normal(this.random)];
      });
    }

    fake(latents) { return latents.map((z) => forward(this.generator, z).at(-1)); }

    opinion(point) { return sigmoid(forward(this.discriminator, point).at(-1)[0]); }

    // One step of D; returns its loss, log 4 where it can tell nothing.
    stepD(rate, real = this.real(), latents = this.latents()) {
      const sums = zeros(this.discriminator);
      let loss = 0;
      for (const [points, sign] of [[real, -1], [this.fake(latents), 1]]) {
        for (const point of points) {
          const values = forward(this.discriminator, point), logit = values.at(-1)[0];
          loss += softplus(sign * logit) / points.length;
          backward(this.discriminator, values, [sign * sigmoid(sign * logit) / points.length], sums);
        }
      }
      this.moveD(sums, rate);
      this.steps.D += 1;
      return loss;
    }

    // One step of G, through D and back; returns its loss.
    stepG(rate, latents = this.latents()) {
      const sums = zeros(this.generator);
      let loss = 0;
      for (const z of latents) {
        const made = forward(this.generator, z);
        const seen = forward(this.discriminator, made.at(-1)), logit = seen.at(-1)[0];
        loss += softplus(-logit) / latents.length;
        const advice = backward(this.discriminator, seen, [-sigmoid(-logit) / latents.length], null);
        backward(this.generator, made, advice, sums);
      }
      this.moveG(sums, rate);
      this.steps.G += 1;
      return loss;
    }
  }
  return { Game };
})();

if (typeof module !== "undefined") module.exports = RingGame; // for the test, in node
