// The picture: vis-network draws what the server placed. Names, numbers and the ring are drawn here,
// where the server said that they hide the least. Text goes to a canvas: it is never markup.
const SHAPED = { state: "--state", authority: "--local-authority", civil: "--civil-society" };
const FACE = '"Atkinson Hyperlegible Next", "Segoe UI", system-ui, sans-serif';

export class Picture {
  constructor(stage, told) {
    this.stage = stage;
    this.told = told;
    this.looked = "";
    this.probe = document.createElement("span");
    this.probe.hidden = true;
    this.place = document.createElement("div");
    this.place.className = "net-canvas";
    stage.append(this.place, this.probe);
  }

  colour(name) {
    this.probe.style.color = `var(${name})`;
    return getComputedStyle(this.probe).color;
  }

  tokens() {
    const forced = matchMedia("(forced-colors: active)").matches;
    const system = (name, own) => (forced ? own : this.colour(name));
    this.probe.hidden = false;
    this.ink = system("--ink", "CanvasText");
    this.soft = system("--ink-2", "CanvasText");
    this.edge = system("--line-strong", "GrayText");
    this.ground = system("--ground", "Canvas");
    this.sectors = {};
    for (const one of ["state", "authority", "civil", "residents", "business", "health", "other"]) {
      this.sectors[one] = system(SHAPED[one] ?? "--support", "CanvasText");
    }
    this.levels = [0];
    for (let n = 1; n <= 7; n += 1) {
      this.levels.push([system(`--level-${n}`, "Canvas"), system(`--on-level-${n}`, "CanvasText")]);
    }
    this.probe.hidden = true;
  }

  show(data) {
    this.data = data;
    this.tokens();
    this.byId = new Map(data.nodes.map((one) => [one.id, one]));
    this.chosen = data.nodes.find((one) => one.chosen)?.id ?? "";
    const nodes = data.nodes.map((one) => this.node(one));
    const edges = data.edges.flatMap((one, number) => this.edges(one, number));
    if (this.network) {
      const view = { position: this.network.getViewPosition(), scale: this.network.getScale() };
      this.network.setData({ nodes, edges });
      this.network.setOptions({ interaction: { dragNodes: this.stage.dataset.edits === "yes" } });
      this.network.moveTo(view);
      return;
    }
    const options = { ...data.options, autoResize: true };
    options.interaction = { ...options.interaction, dragNodes: this.stage.dataset.edits === "yes" };
    options.nodes = { ...options.nodes, chosen: false };
    options.edges = { ...options.edges, chosen: false };
    this.network = new globalThis.vis.Network(this.place, { nodes, edges }, options);
    this.network.on("afterDrawing", (context) => this.finish(context));
    this.network.on("click", (event) => event.nodes.length && this.told.choose(event.nodes[0]));
    this.network.on("hoverNode", (event) => this.hover(event.node));
    this.network.on("blurNode", () => this.hover(""));
    this.network.on("dragEnd", (event) => event.nodes.length && this.dropped(event.nodes[0]));
    this.fit();
  }

  faded(one) {
    return this.chosen && !one.near && !one.chosen;
  }

  node(one) {
    const colour = this.sectors[one.group] ?? this.soft;
    const hollow = one.group === "other";
    return {
      id: one.id,
      shape: one.shape,
      size: one.size,
      x: one.x,
      y: one.y,
      opacity: this.faded(one) ? 0.35 : 1,
      borderWidth: hollow ? 2.5 : 0,
      color: { background: hollow ? this.ground : colour, border: colour },
    };
  }

  edges(one, number) {
    const gone = one.change === "gone";
    const colour = one.near ? this.ink : this.edge;
    const whole = {
      id: `e${number}`,
      from: one.from,
      to: one.to,
      width: one.width,
      dashes: gone ? [2, 8] : one.dashes,
      color: { color: colour, opacity: this.chosen && !one.near ? 0.3 : gone ? 0.5 : 1 },
    };
    if (!one.core) return [whole];
    const core = { color: this.ground, opacity: 1 };
    return [whole, { ...whole, id: `c${number}`, width: one.core, color: core }];
  }

  fit() {
    const { width, height } = this.data.sheet;
    const { clientWidth, clientHeight } = this.place;
    const scale = Math.min(clientWidth / width, clientHeight / height);
    this.network.moveTo({ position: { x: width / 2, y: height / 2 }, scale });
  }

  zoom(times) {
    this.network.moveTo({ scale: Math.min(6, Math.max(0.2, this.network.getScale() * times)) });
  }

  hover(id) {
    this.hovered = id;
    this.network.redraw();
  }

  look(id) {
    this.looked = id;
    const { x, y } = this.network.canvasToDOM(this.at(id));
    const { clientWidth, clientHeight } = this.place;
    if (x < 40 || y < 40 || x > clientWidth - 40 || y > clientHeight - 40) {
      this.network.moveTo({ position: this.at(id) });
    }
    this.network.redraw();
  }

  at(id) {
    return this.network.getPosition(id);
  }

  nudge(id, dx, dy) {
    const { x, y } = this.at(id);
    this.network.moveNode(id, x + dx, y + dy);
    this.look(id);
  }

  dropped(id) {
    const { x, y } = this.at(id);
    this.told.moved(id, x, y);
  }

  // Arrows: the nearest organisation in that direction, straight ahead before aside.
  towards(id, dx, dy) {
    const from = this.at(id);
    let best = "";
    let least = Infinity;
    for (const one of this.data.nodes) {
      const to = one.id === id ? null : this.at(one.id);
      const ahead = to ? (to.x - from.x) * dx + (to.y - from.y) * dy : 0;
      if (ahead <= 1) continue;
      const aside = Math.abs((to.x - from.x) * dy - (to.y - from.y) * dx);
      if (ahead + 2.5 * aside < least) {
        least = ahead + 2.5 * aside;
        best = one.id;
      }
    }
    return best;
  }

  finish(context) {
    for (const one of this.data.edges) this.number(context, one);
    for (const one of this.data.nodes) {
      const named = one.word || one.id === this.hovered || one.id === this.looked;
      if (named) this.name(context, one);
    }
    for (const id of new Set([this.chosen, this.looked])) if (id) this.ring(context, id);
  }

  number(context, one) {
    if (!one.label || (this.chosen && !one.near)) return;
    const a = this.at(one.from);
    const b = this.at(one.to);
    const [x, y] = [a.x + (b.x - a.x) * one.at, a.y + (b.y - a.y) * one.at];
    const text = { new: `+ ${one.level}`, gone: `− ${one.level}` }[one.change]
      ?? (one.before && one.before !== one.level ? `${one.before} › ${one.level}` : one.label);
    const wide = text.length > 1 ? 42 : 17;
    const [fill, on] = this.levels[one.level];
    context.font = `${one.near ? 700 : 600} 14px ${FACE}`;
    context.textAlign = "center";
    context.strokeStyle = this.ground;
    context.lineJoin = "round";
    if (one.near) {
      context.lineWidth = 1.5;
      context.fillStyle = fill;
      context.beginPath();
      context.roundRect(x - wide / 2, y - 9, wide, 18, 4);
      context.fill();
      context.stroke();
    } else {
      context.lineWidth = 4;
      context.strokeText(text, x, y + 5);
    }
    context.fillStyle = one.near ? on : this.soft;
    context.fillText(text, x, y + 5);
  }

  name(context, one) {
    const held = one.word;
    const now = this.at(one.id);
    const size = this.data.sheet.letters;
    const [lines, x, y, anchor] = held ?? [[one.label], one.x, one.y + one.size + 6 + size, "middle"];
    const strong = one.chosen || one.id === this.looked || one.id === this.hovered;
    context.font = `${strong ? 700 : 500} ${size}px ${FACE}`;
    context.textAlign = { middle: "center", start: "left", end: "right" }[anchor];
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.ground;
    context.fillStyle = strong || one.near ? this.ink : this.soft;
    context.globalAlpha = this.faded(one) && !strong ? 0.55 : 1;
    lines.forEach((line, number) => {
      const place = [x + now.x - one.x, y + now.y - one.y + number * size * 1.15];
      context.strokeText(line, ...place);
      context.fillText(line, ...place);
    });
    context.globalAlpha = 1;
  }

  ring(context, id) {
    const one = this.byId.get(id);
    if (!one) return;
    const { x, y } = this.at(id);
    context.beginPath();
    context.arc(x, y, one.size + 7, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = this.ink;
    context.setLineDash(id === this.looked && id !== this.chosen ? [5, 4] : []);
    context.stroke();
    context.setLineDash([]);
  }
}
