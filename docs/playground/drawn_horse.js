// A horse on a meadow, drawn here: the photographs of the training may not be shown.
"use strict";

function drawnHorse() {
  const canvas = document.createElement("canvas"), ink = canvas.getContext("2d");
  Object.assign(canvas, { width: 512, height: 512 });
  const random = RingGame.randomNumbers(5);
  const fill = (colours, top, bottom, shape) => {
    ink.fillStyle = ink.createLinearGradient(0, top, 0, bottom);
    colours.forEach((colour, i) => ink.fillStyle.addColorStop(i / (colours.length - 1), colour));
    ink.fill(shape);
  };
  const path = (text) => new Path2D(text);
  fill(["#8fb6d9", "#dfe9ee"], 0, 200, path("M0 0H512V200H0Z"));
  fill(["#3f5f34", "#56773f"], 150, 215, path("M0 180C60 150 90 175 150 165S260 150 320 170S440 150 512 172V220H0Z"));
  fill(["#7f9f4c", "#4f7330"], 205, 512, path("M0 205H512V512H0Z"));
  for (let i = 0; i < 5000; i++) { // blades of grass
    const [x, y] = [512 * random(), 205 + 307 * random()], far = (y - 205) / 307;
    ink.strokeStyle = `hsl(${75 + 30 * random()} ${35 + 20 * random()}% ${25 + 30 * random()}% / 0.5)`;
    ink.beginPath();
    ink.moveTo(x, y);
    ink.lineTo(x + 6 * random() - 3, y - 4 - 16 * far * random());
    ink.stroke();
  }
  fill(["rgb(0 0 0 / 0.35)", "rgb(0 0 0 / 0.35)"], 0, 1, path("M110 418C180 402 340 402 400 418S180 440 110 418Z"));
  fill(["#6b3f1d", "#2b1809"], 290, 420, path("M180 310L182 350L170 412H190L204 350L212 290ZM326 290L330 350L322 412H342L354 350L362 280Z"));
  const coat = path("M150 250C150 205 200 208 250 214C290 218 320 206 345 205C385 205 392 250 378 290C360 325 300 318 260 318C215 322 150 310 150 250Z");
  coat.addPath(path("M322 215C340 180 352 140 378 120C392 112 404 122 410 132L440 172C446 184 436 194 424 190L398 178C392 200 388 240 380 275C360 300 320 270 322 215Z"));
  coat.addPath(path("M152 260L206 296L184 350L168 412H146L160 340ZM342 290L382 270L370 350L360 414H340L346 350Z"));
  fill(["#a96d3b", "#8a5528", "#4d2b12"], 120, 420, coat);
  ink.save();
  ink.clip(coat);
  for (let i = 0; i < 2500; i++) { // hair
    ink.strokeStyle = `hsl(26 45% ${15 + 30 * random()}% / 0.3)`;
    const [x, y] = [140 + 310 * random(), 100 + 320 * random()];
    ink.beginPath();
    ink.moveTo(x, y);
    ink.lineTo(x - 8 * random(), y + 8 * random());
    ink.stroke();
  }
  ink.restore();
  fill(["#2a1a10", "#1a0f08"], 100, 250, path("M382 118C360 118 336 160 322 214C330 222 338 200 350 186C352 170 366 160 372 140ZM388 122L392 98L400 122Z"));
  fill(["#2a1a10", "#1a0f08"], 220, 380, path("M154 228C124 236 122 300 128 372C146 350 140 290 160 262Z"));
  fill(["#120a05", "#120a05"], 0, 1, path("M408 140a4 4 0 1 0 0.1 0Z"));
  return canvas;
}
