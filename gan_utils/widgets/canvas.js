// The front end of LabelCanvas: class buttons, a canvas, and the translated image.
// The kernel knows the drawing as `drawing`: one byte a cell, row by row, in base64.

function decode(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function encode(labels) {
  return btoa(Array.from(labels, (label) => String.fromCharCode(label)).join(""));
}

function add(parent, tag, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  parent.append(made);
  return made;
}

// Buttons of which one is pressed; calls choose(index) with every change.
function addChoice(parent, names, choose) {
  const buttons = names.map((name, index) => {
    const button = add(parent, "button", { type: "button", title: name });
    button.onclick = () => press(index);
    return button;
  });
  function press(index) {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", i === index));
    choose(index);
  }
  return { buttons, press };
}

function render({ model, el }) {
  const size = model.get("image_size");
  const names = model.get("class_names");
  const words = model.get("words");
  const say = (text) => words[text] ?? text; // in the language of the notebook
  const colours = model
    .get("colours")
    .map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const brushWidth = Math.max(1, Math.round(size / 32));
  const undoSteps = 50;
  let labels = decode(model.get("drawing"));
  let label = 0;
  let tool = 0; // rectangle, brush
  let stroke = null; // {before, start, last} while the pointer is down
  const history = [];

  // Elements ----------------------------------------------------------------------

  const root = add(el, "div", { className: "label-canvas" });
  // JupyterLab must not take Enter on a button for one of its own shortcuts.
  root.setAttribute("data-lm-suppress-shortcuts", "true");

  function addRow(name) {
    const row = add(root, "div", { className: "row" });
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", name);
    return row;
  }
  function addButton(row, text, title, onclick) {
    return add(row, "button", { type: "button", textContent: text, title, onclick });
  }

  const classes = addChoice(addRow(say("Class")), names, (index) => (label = index));
  classes.buttons.forEach((button, index) => {
    const swatch = add(button, "span", { className: "swatch" });
    swatch.style.background = model.get("colours")[index];
    add(button, "span", { textContent: names[index] });
  });

  const actions = addRow(say("Tools"));
  const tools = addChoice(actions, [say("Rectangle"), say("Brush")], (index) => (tool = index));
  tools.buttons.forEach((button) => (button.textContent = button.title));
  tools.buttons[0].title = say("Rectangle: drag from corner to corner");
  tools.buttons[1].title = say("Brush: paint freely");
  const undo = addButton(actions, say("Undo"), say("Take back the last stroke"), () => {
    show(history.pop());
    send();
  });
  addButton(actions, say("Clear"), say("Fill everything with the chosen class"), () => {
    remember(labels);
    show(new Uint8Array(labels.length).fill(label));
    send();
  });
  if (model.get("can_translate")) {
    addButton(actions, say("Generate"), say("Make an image of the drawing"), () => {
      tell(say("Generating…"));
      model.set("request", model.get("request") + 1);
      model.save_changes();
    });
  }

  const panes = addRow(say("Drawing and image"));
  panes.classList.add("panes");
  const canvas = add(panes, "canvas", { width: size, height: size });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", say("Label map: drag to draw"));
  const picture = add(panes, "img", { hidden: true, alt: say("Image of the drawing") });
  for (const pane of [canvas, picture]) pane.style.width = `${model.get("display_size")}px`;
  const status = add(root, "div");
  status.setAttribute("role", "status");

  function tell(text, failed = false) {
    status.textContent = text;
    status.classList.toggle("failed", failed);
  }

  // Drawing -----------------------------------------------------------------------

  const context = canvas.getContext("2d");
  function show(next) {
    labels = next;
    const image = context.createImageData(size, size);
    labels.forEach((value, i) => image.data.set([...colours[value], 255], 4 * i));
    context.putImageData(image, 0, 0);
    undo.disabled = history.length === 0;
  }

  function remember(before) {
    history.push(before);
    if (history.length > undoSteps) history.shift();
  }

  function send() {
    model.set("drawing", encode(labels));
    model.save_changes();
  }

  function cellAt(event) {
    const box = canvas.getBoundingClientRect();
    const inside = (part) => Math.min(size - 1, Math.max(0, Math.floor(part * size)));
    return [
      inside((event.clientX - box.left) / box.width),
      inside((event.clientY - box.top) / box.height),
    ];
  }

  function fill(target, [x0, y0], [x1, y1]) {
    for (let y = Math.min(y0, y1); y <= Math.max(y0, y1); y++) {
      target.fill(label, y * size + Math.min(x0, x1), y * size + Math.max(x0, x1) + 1);
    }
    return target;
  }

  // Squares along the way, so that a quick stroke leaves no gaps.
  function paint(target, from, to) {
    const steps = Math.max(1, ...from.map((start, i) => Math.abs(to[i] - start)));
    const clip = (part) => Math.min(size - 1, part);
    for (let step = 0; step <= steps; step++) {
      const at = from.map((start, i) => start + Math.round(((to[i] - start) * step) / steps));
      fill(target, at, at.map((part) => clip(part + brushWidth - 1)));
    }
    return target;
  }

  function draw(event) {
    const cell = cellAt(event);
    if (tool === 0) show(fill(stroke.before.slice(), stroke.start, cell));
    else show(paint(labels.slice(), stroke.last, cell));
    stroke.last = cell;
  }

  canvas.onpointerdown = (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const cell = cellAt(event);
    stroke = { before: labels, start: cell, last: cell };
    draw(event);
  };
  canvas.onpointermove = (event) => {
    if (stroke && event.isPrimary) draw(event);
  };
  canvas.onpointerup = (event) => {
    if (!stroke || !event.isPrimary) return;
    draw(event);
    remember(stroke.before);
    stroke = null;
    undo.disabled = false;
    send();
  };
  canvas.onpointercancel = () => {
    if (stroke) show(stroke.before);
    stroke = null;
  };

  // What the kernel says ----------------------------------------------------------

  function onDrawing() {
    if (model.get("drawing") === encode(labels)) return; // our own
    remember(labels);
    stroke = null;
    show(decode(model.get("drawing")));
  }

  function onAnswer() {
    const { request, picture: png, message } = model.get("answer");
    if (request === undefined || request < model.get("request")) return;
    if (png) picture.src = `data:image/png;base64,${png}`;
    picture.hidden = !picture.src;
    tell(message, Boolean(message));
  }

  model.on("change:drawing", onDrawing);
  model.on("change:answer", onAnswer);
  classes.press(Math.min(1, names.length - 1)); // class 0 is the empty canvas
  tools.press(0);
  show(labels);
  onAnswer();
  return () => {
    model.off("change:drawing", onDrawing);
    model.off("change:answer", onAnswer);
  };
}

export default { render };
