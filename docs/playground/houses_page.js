// A plan drawn with rectangles, and the house that G makes of it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#houses");
  if (!box) return; // another page of the site
  const CELLS = 64, SIDE = 256; // a cell of the plan is 4 × 4 pixels of the picture
  // gan_utils.data.FACADE_COLOURS, the colours of the CMP facades.
  const CLASSES = {
    background: [0, 0, 223], facade: [0, 48, 255], window: [0, 128, 255],
    door: [0, 207, 255], cornice: [32, 255, 223], sill: [112, 255, 143],
    balcony: [191, 255, 64], blind: [255, 239, 0], deco: [255, 159, 0],
    molding: [255, 80, 0], pillar: [255, 0, 0], shop: [175, 0, 0],
  };
  const names = Object.keys(CLASSES), colours = Object.values(CLASSES);
  const [plan, house] = box.querySelectorAll("figure canvas");
  const pen = plan.getContext("2d"), group = box.querySelector("fieldset");
  const swatches = Generators.choice(group, "class", Words.say("classes").split(", "), 1);
  swatches.forEach((canvas, i) => {
    Generators.paint(canvas, colours[i].map((c) => c / 127.5 - 1), 3);
  });

  // A plan is a list of rectangles, later ones over earlier ones: [class, left, top,
  // width, height] in cells. The first one is a house to begin with.
  function rows(left, right, tops, height, kind, width, gap) {
    const made = [];
    for (const top of tops) {
      for (let x = left; x + width <= right; x += width + gap) made.push([kind, x, top, width, height]);
    }
    return made;
  }
  const PLANS = [
    [["facade", 5, 5, 54, 56], ["cornice", 5, 5, 54, 3], ...rows(10, 56, [13, 28], 9, "window", 6, 4),
      ["door", 29, 45, 7, 16], ...rows(10, 26, [45], 10, "window", 6, 4), ...rows(40, 56, [45], 10, "window", 6, 4)],
    [["facade", 3, 8, 58, 54], ["cornice", 3, 8, 58, 2], ...rows(8, 58, [14, 26], 8, "window", 5, 5),
      ...rows(7, 58, [22, 34], 2, "balcony", 7, 3), ["shop", 3, 42, 58, 20], ["door", 28, 46, 7, 16]],
    [["facade", 9, 16, 46, 46], ["molding", 9, 16, 46, 3], ...rows(16, 52, [25], 14, "window", 7, 6),
      ["door", 28, 46, 8, 16]],
  ];
  let number = 0, shapes = PLANS[0].slice();
  let cursor = [32, 32], corner = null; // of the keyboard, or of the pointer

  function rectangle([x0, y0], [x1, y1]) {
    const kind = names[Number(box.querySelector("[name=class]:checked").value)];
    return [kind, Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0) + 1, Math.abs(y1 - y0) + 1];
  }

  function draw() {
    const fill = ([kind, left, top, width, height]) => {
      pen.fillStyle = `rgb(${CLASSES[kind]})`;
      pen.fillRect(4 * left, 4 * top, 4 * width, 4 * height);
    };
    fill(["background", 0, 0, CELLS, CELLS]);
    shapes.forEach(fill);
    if (corner) fill(rectangle(corner, cursor));
  }

  // The plan as G was taught: the colours as numbers from −1 to 1.
  function source() {
    draw();
    const { data } = pen.getImageData(0, 0, SIDE, SIDE), values = new Float32Array(SIDE * SIDE * 3);
    for (let i = 0; i < SIDE * SIDE; i++) {
      for (let c = 0; c < 3; c++) values[3 * i + c] = data[4 * i + c] / 127.5 - 1;
    }
    return values;
  }

  const update = Generators.part(box, async () => {
    const values = await Generators.run("houses",
      ["float32", source(), [1, SIDE, SIDE, 3]]);
    Generators.paint(house, values, 3);
    showCursor();
    return Words.say("house", { n: shapes.length });
  });

  function finish() {
    shapes.push(rectangle(corner, cursor));
    corner = null;
    update();
  }

  // With the mouse, a pen or a finger: drag from corner to corner.
  function cellAt(event) {
    const place = plan.getBoundingClientRect();
    const cell = (part) => Math.min(CELLS - 1, Math.max(0, Math.floor(part * CELLS)));
    return [cell((event.clientX - place.left) / place.width), cell((event.clientY - place.top) / place.height)];
  }
  plan.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    plan.setPointerCapture(event.pointerId);
    corner = cursor = cellAt(event);
    draw();
  });
  plan.addEventListener("pointermove", (event) => {
    if (!plan.hasPointerCapture(event.pointerId)) return;
    cursor = cellAt(event);
    draw();
  });
  plan.addEventListener("pointerup", (event) => {
    if (plan.hasPointerCapture(event.pointerId)) finish();
  });
  plan.addEventListener("pointercancel", () => { corner = null; draw(); });

  // With the keyboard: arrows move the cross, Enter sets a corner and then the other one.
  function showCursor() {
    if (document.activeElement !== plan) return;
    const [x, y] = cursor.map((cell) => 4 * cell + 2);
    for (const [colour, width] of [["black", 3], ["white", 1]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.strokeRect(x - 4, y - 4, 8, 8);
    }
  }
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  plan.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (move) cursor = cursor.map((cell, i) => Math.min(CELLS - 1, Math.max(0, cell + move[i])));
    else if (event.key === "Escape") corner = null;
    else if (event.key !== "Enter" && event.key !== " ") return;
    else if (corner) finish();
    else corner = cursor;
    event.preventDefault();
    draw();
    showCursor();
  });
  for (const event of ["focus", "blur"]) plan.addEventListener(event, () => { draw(); showCursor(); });

  const actions = {
    undo: () => shapes.pop(),
    clear: () => { shapes = []; },
    other: () => { shapes = PLANS[++number % PLANS.length].slice(); },
  };
  for (const [name, action] of Object.entries(actions)) {
    box.querySelector(`[name=${name}]`).addEventListener("click", () => { action(); update(); });
  }
  box.querySelectorAll("[name=class]")[2].checked = true; // a window
  draw();
});
