// The controls of the ring game, and its picture.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#ring");
  if (!box) return; // another page of the site
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
  const said = box.querySelector("output"), SIDE = 41, REACH = 3;
  const find = (name) => box.querySelector(`[name=${name}]`);
  let game = new RingGame.Game();

  const pixel = (x) => (x / REACH + 1) / 2 * canvas.width;

  function dots(points, colour, radius) {
    pen.fillStyle = colour;
    for (const [x, y] of points) {
      pen.beginPath();
      pen.arc(pixel(x), pixel(-y), radius, 0, 7);
      pen.fill();
      if (radius > 3) pen.stroke();
    }
  }

  function draw() {
    const cell = canvas.width / SIDE;
    for (let i = 0; i < SIDE; i++) for (let j = 0; j < SIDE; j++) {
      const at = (k) => ((k + 0.5) / SIDE * 2 - 1) * REACH;
      const p = game.opinion([at(i), -at(j)]); // blue: real; red: fake, as in the notebook
      const pale = 255 - 190 * Math.abs(2 * p - 1);
      pen.fillStyle = p > 0.5 ? `rgb(${pale},${(pale + 255) / 2},255)` : `rgb(255,${pale},${pale})`;
      pen.fillRect(i * cell, j * cell, cell + 1, cell + 1);
    }
    pen.strokeStyle = "black";
    dots(game.real(200), "black", 2);
    dots(game.fake(game.shown), "gold", 4);
  }

  function move(stepsOfD, stepsOfG, rounds) {
    const start = performance.now(), rate = (name) => 10 ** Number(find(name).value);
    let lossD, lossG;
    for (let i = 0; i < rounds; i++) {
      if (stepsOfD) lossD = game.stepD(rate("rateD"));
      if (stepsOfG) lossG = game.stepG(rate("rateG"));
    }
    draw();
    box.dataset.milliseconds = performance.now() - start; // what the test reads
    const parts = [`Steps of D ${game.steps.D}, of G ${game.steps.G}.`];
    if (stepsOfD) parts.push(`D's loss ${lossD.toFixed(2)} (log 4 = 1.39).`);
    if (stepsOfG) parts.push(`G's loss ${lossG.toFixed(2)} (log 2 = 0.69).`);
    said.value = parts.join(" ");
  }

  const actions = {
    moveD: () => move(1, 0, 10),
    moveG: () => move(0, 1, 10),
    // Five at a time, so that the page answers between two pictures.
    both: () => {
      let left = 10;
      const turn = () => { move(1, 1, 5); if (--left) requestAnimationFrame(turn); };
      turn();
    },
    again: () => { game = new RingGame.Game(); draw(); said.value = "A new game."; },
  };
  for (const [name, action] of Object.entries(actions)) find(name).addEventListener("click", action);
  for (const name of ["rateD", "rateG"]) {
    const show = () => { find(name).nextElementSibling.textContent = (10 ** Number(find(name).value)).toPrecision(2); };
    find(name).addEventListener("input", show);
    show();
  }
  draw();
});
