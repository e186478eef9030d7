// Ten digits of one latent, and a walk from one latent to another.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#digits");
  if (!box) return; // another page of the site
  const LATENT = 100, SIDE = 28, CLASSES = [...Array(10).keys()];
  const large = box.querySelector("canvas"), walk = box.querySelector("[name=walk]");
  const small = Generators.choice(box.querySelector("fieldset"), "digit", CLASSES, SIDE);
  const random = RingGame.randomNumbers(3);
  const latent = () => Float32Array.from({ length: LATENT }, () => RingGame.normal(random));
  let from = latent(), to = latent();

  // Along the arc from one latent to the other, as in notebook 02: a straight line would
  // pass through shorter vectors than N(0, I) ever draws.
  function between(t) {
    const product = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    const cosine = product(from, to) / Math.sqrt(product(from, from) * product(to, to));
    const angle = Math.acos(cosine);
    return from.map((x, i) =>
      (Math.sin((1 - t) * angle) * x + Math.sin(t * angle) * to[i]) / Math.sin(angle));
  }

  const update = Generators.part(box, async () => {
    const t = Number(walk.value), z = between(t), latents = new Float32Array(10 * LATENT);
    for (const i of CLASSES) latents.set(z, i * LATENT);
    const values = await Generators.run("digits",
      ["float32", latents, [10, LATENT]], ["int32", Int32Array.from(CLASSES), [10]]);
    const digit = Number(box.querySelector("[name=digit]:checked").value);
    small.forEach((canvas, i) => Generators.paint(canvas, values, 1, i * SIDE * SIDE));
    Generators.paint(large, values, 1, digit * SIDE * SIDE);
    return Words.say("digit", { digit, percent: Math.round(100 * t) });
  });

  walk.addEventListener("input", update);
  box.querySelector("fieldset").addEventListener("change", update);
  box.querySelector("[name=on]").addEventListener("click", () => {
    [from, to] = [between(Number(walk.value)), latent()];
    walk.value = 0;
    update();
  });
});
