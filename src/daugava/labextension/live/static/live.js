// Sliders for the figures of daugava.live: a JupyterLab extension without a build step (see start-page.js).
// The kernel publishes a static figure; this adds the sliders to it and asks the kernel for more frames over a comm.
// A frame is asked for before it is needed: the next ones on the way, and all around once the slider rests.
(() => {
  "use strict";
  const MIME = "application/vnd.daugava.live+json";
  const TARGET = "daugava.live";
  const MOST_FRAMES = 300;  // about 40 kB each
  const REST = 150;         // milliseconds without a move
  const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };  // arrow keys move the slider, not the notebook's cursor
  const here = document.currentScript.src;
  let shared;

  const lab = async name => {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  };

  const element = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  class Live {
    constructor(root, data) {
      this.sliders = data.sliders;
      this.words = data;
      this.figure = root.querySelector("figure");
      this.state = root.querySelector(".daugava-live-state");
      this.state.setAttribute("role", "status");
      this.state.setAttribute("aria-live", "polite");
      this.inputs = this.sliders.map(({ label, texts, start }) => element("input", { ...OWN_KEYS, type: "range",
        "aria-label": label, min: 0, max: texts.length - 1, step: 1, value: start, autocomplete: "off" }));
      this.readouts = this.sliders.map(() => element("span", { "aria-hidden": "true", class: "daugava-live-value" }));
      this.reset = element("button", { ...OWN_KEYS, type: "button" }, data.reset);
      this.controls = element("div", { class: "daugava-live-controls" },
        ...this.sliders.map(({ label }, i) =>
          element("label", {}, element("span", {}, label), this.inputs[i], this.readouts[i])), this.reset);
      root.querySelector(".daugava-live").prepend(this.controls);

      this.first = this.sliders.map(slider => slider.start);
      const image = root.querySelector("img");
      this.frames = new Map([[`${this.first}`, { image, alt: image.alt, state: this.state.textContent }]]);
      this.awaited = new Set();
      this.last = this.first;
      this.step = this.first.map(() => 0);
      this.inputs.forEach(input => input.addEventListener("input", () => this.moved()));
      this.reset.addEventListener("click", () => {
        this.inputs.forEach((input, i) => { input.value = this.first[i]; });
        this.moved();
      });
      this.write();
    }

    connect(comm) {
      this.comm = comm;
      comm.onMsg = message => this.answered(message.content.data, message.buffers[0]);
      comm.onClose = () => this.stop();
      comm.open({ model: this.words.model });
      this.rest();
    }

    get place() {
      return this.inputs.map(input => Number(input.value));
    }

    write() {
      this.place.forEach((at, i) => {
        this.readouts[i].textContent = this.sliders[i].texts[at];
        this.inputs[i].setAttribute("aria-valuetext", this.sliders[i].texts[at]);
      });
    }

    moved() {
      const place = this.place;
      this.step = place.map((at, i) => Math.sign(at - this.last[i]));
      this.last = place;
      this.write();
      this.show();
      this.go();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.rest(), REST);
    }

    // Show where the slider stands; a picture that does not is faded.
    show() {
      const frame = this.frames.get(`${this.place}`);
      this.figure.classList.toggle("daugava-live-old", !frame || Boolean(frame.error));
      if (!frame) return;
      this.state.textContent = frame.error || frame.state;
      if (frame.error) return;
      frame.image.alt = frame.alt;
      this.figure.querySelector("img").replaceWith(frame.image);
    }

    // Where the slider stands, else two steps further on the way.
    go() {
      if (this.frames.has(`${this.place}`)) this.ask([1, 2].map(far => this.beside(this.step, far)));
      else this.ask([this.place]);
    }

    rest() {
      const ways = this.first.flatMap((_, i) => [1, -1].map(way => this.first.map((_, j) => (i === j ? way : 0))));
      this.ask(ways.map(way => this.beside(way, 1)));
    }

    beside(way, far) {
      return this.place.map((at, i) =>
        Math.min(Math.max(at + way[i] * far, 0), this.sliders[i].texts.length - 1));
    }

    // One question at a time: a dragged slider would pile them up.
    ask(places) {
      if (!this.comm || this.awaited.size) return;
      if (this.comm.isDisposed) return this.stop();
      const fresh = new Map(places.map(place => [`${place}`, place]).filter(([key]) => !this.frames.has(key)));
      if (!fresh.size) return;
      this.awaited = new Set(fresh.keys());
      this.comm.send({ places: [...fresh.values()] });
    }

    async answered(words, picture) {
      const key = `${words.at}`;
      if (!words.error) words.image = await this.decoded(picture);
      this.frames.set(key, words);
      this.forget();
      this.awaited.delete(key);
      if (key === `${this.place}`) this.show();
      if (!this.awaited.size) this.go();
    }

    async decoded(picture) {
      const { width, height, style } = this.figure.querySelector("img");
      const image = element("img", { width, height, style: style.cssText });
      const address = URL.createObjectURL(new Blob([picture], { type: "image/png" }));
      image.src = address;
      await image.decode();
      URL.revokeObjectURL(address);
      return image;
    }

    forget() {
      for (const key of this.frames.keys()) {
        if (this.frames.size <= MOST_FRAMES) return;
        if (key !== `${this.first}` && key !== `${this.place}`) this.frames.delete(key);
      }
    }

    // The kernel does not know the model (any more): the figure stays, the controls say why they do not move.
    stop() {
      if (this.stopped) return;
      this.stopped = true;
      clearTimeout(this.resting);
      [...this.inputs, this.reset].forEach(control => { control.disabled = true; });
      this.controls.append(element("p", { role: "status" }, this.words.again));
    }
  }

  const renderer = (widgets, session) => class extends widgets.Widget {
    async renderModel(model) {
      const data = model.data[MIME];
      if (this.model === data.model) return;  // JupyterLab renders an output more than once
      this.model = data.model;
      this.addClass("jp-RenderedHTMLCommon");
      this.node.innerHTML = model.data["text/html"];
      const live = new Live(this.node, data);
      await session.ready;
      const kernel = session.session?.kernel;
      if (!kernel) return live.stop();
      this.comm?.close();
      this.comm = kernel.createComm(TARGET);
      live.connect(this.comm);
    }

    dispose() {
      if (this.comm && !this.comm.isDisposed) this.comm.close();
      super.dispose();
    }
  };

  const extension = async () => {
    const [notebook, widgets] = await Promise.all([lab("@jupyterlab/notebook"), lab("@lumino/widgets")]);
    document.head.append(element("link", { rel: "stylesheet", href: here.replace(/\.js(\?|$)/, ".css$1") }));
    return () => ({
      __esModule: true,
      default: {
        id: "@daugava/live:plugin",
        description: "Sliders for the figures of daugava.live.",
        autoStart: true,
        requires: [notebook.INotebookTracker],
        activate: (app, tracker) => {
          tracker.widgetAdded.connect((_, panel) => {
            const Renderer = renderer(widgets, panel.sessionContext);
            panel.content.rendermime.addFactory(
              { safe: false, mimeTypes: [MIME], createRenderer: () => new Renderer() }, -10);
          });
        }
      }
    });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["@daugava/live"] = {
    init: async scope => { shared = scope; },
    get: extension
  };
})();
