// The controls of the ring game, and its picture.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#ring");
  if (!box) return; // another page of the site
  const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
  const said = box.querySelector("output"), SIDE = 41, REACH = 3;
  const find = (name) => box.querySelector(`[name=${name}]`);
  // Matplotlib's RdBu in the ten steps of the notebook's picture: red fake, blue real.
  const COLOURS = ["#67001f", "#b2182b", "#d6604d", "#f4a582", "#fddbc7",
    "#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#053061"];
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

  function arrows(points) { // what D advises
    pen.strokeStyle = "magenta";
    pen.lineWidth = 2;
    for (const point of points) {
      const [dx, dy] = game.advice(point), [x, y] = [pixel(point[0]), pixel(-point[1])];
      const tip = [x + dx * 40, y - dy * 40], angle = Math.atan2(-dy, dx);
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(...tip);
      for (const turn of [2.6, -2.6]) {
        pen.moveTo(...tip);
        pen.lineTo(tip[0] + 6 * Math.cos(angle + turn), tip[1] + 6 * Math.sin(angle + turn));
      }
      pen.stroke();
    }
    pen.lineWidth = 1;
  }

  function draw() {
    const cell = canvas.width / SIDE;
    for (let i = 0; i < SIDE; i++) for (let j = 0; j < SIDE; j++) {
      const at = (k) => ((k + 0.5) / SIDE * 2 - 1) * REACH;
      pen.fillStyle = COLOURS[Math.min(9, Math.floor(10 * game.opinion([at(i), -at(j)])))];
      pen.fillRect(i * cell, j * cell, cell + 1, cell + 1);
    }
    pen.strokeStyle = "black";
    dots(game.real(200), "black", 2);
    const fakes = game.fake(game.shown);
    dots(fakes, "gold", 4);
    arrows(fakes.slice(0, 30));
  }

  // A round or two to a picture, so that the page answers between them. A press that
  // comes while another one moves ends that one.
  let turnOf = 0;
  function move(stepsOfD, stepsOfG, rounds) {
    const mine = ++turnOf, rate = (name) => 10 ** Number(find(name).value);
    const turn = () => {
      if (mine !== turnOf) return;
      const start = performance.now();
      let lossD, lossG;
      for (let i = 0; i < 2; i++) {
        if (stepsOfD) lossD = game.stepD(rate("rateD"));
        if (stepsOfG) lossG = game.stepG(rate("rateG"));
      }
      draw();
      box.dataset.milliseconds = performance.now() - start; // for docs/results.md
      rounds -= 2;
      if (rounds > 0) return void requestAnimationFrame(turn);
      const parts = [Words.say("steps", game.steps)];
      if (stepsOfD) parts.push(Words.say("d", { loss: Words.fixed(lossD, 2) }));
      if (stepsOfG) parts.push(Words.say("g", { loss: Words.fixed(lossG, 2) }));
      said.value = parts.join(" ");
    };
    turn();
  }

  const actions = {
    moveD: () => move(1, 0, 10),
    moveG: () => move(0, 1, 10),
    both: () => move(1, 1, 50),
    again: () => {
      turnOf += 1;
      game = new RingGame.Game(find("shape").value);
      draw();
      said.value = Words.say("new");
    },
  };
  for (const [name, action] of Object.entries(actions)) find(name).addEventListener("click", action);
  find("shape").addEventListener("change", actions.again);
  for (const name of ["rateD", "rateG"]) {
    const show = () => { find(name).nextElementSibling.textContent = Words.precise(10 ** Number(find(name).value), 2); };
    find(name).addEventListener("input", show);
    show();
  }
  draw();
});
