// Sliders for the figures of daugava.live: a JupyterLab extension without a build step (see start-page.js).
// The kernel publishes a static figure; this adds the sliders to it and asks the kernel for more frames over a comm.
// A frame is asked for before it is needed: the next ones on the way, and all around once the slider rests.
(() => {
  "use strict";
  const MIME = "application/vnd.daugava.live+json";
  const TARGET = "daugava.live";
  const MOST_FRAMES = 300;  // about 40 kB each
  const MOST_ASKED = 3;     // at a time: more would pile up under a dragged slider
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
      this.note = element("p", { role: "status" });  // there from the start: a screen reader reads what changes in it
      this.controls = element("div", { class: "daugava-live-controls" },
        ...this.sliders.map(({ label }, i) => element("label", {}, element("span", {}, label),
          element("span", { class: "daugava-live-slider" }, this.inputs[i], this.readouts[i]))), this.reset, this.note);
      root.querySelector(".daugava-live").prepend(this.controls);

      this.first = this.sliders.map(slider => slider.start);
      const image = root.querySelector("img");
      this.picture = element("div", { class: "daugava-live-picture" });
      image.replaceWith(this.picture);
      this.picture.append(image);
      this.frames = new Map([[`${this.first}`, { image, alt: image.alt, state: this.state.textContent }]]);
      this.last = this.first;
      this.ahead = [];
      this.passed = [];
      this.asked = new Map();
      this.inputs.forEach(input => input.addEventListener("input", () => this.moved()));
      this.reset.addEventListener("click", () => {
        this.inputs.forEach((input, i) => { input.value = this.first[i]; });
        this.moved();
      });
      this.write();
    }

    connect(comm) {
      this.comm = comm;
      comm.onMsg = message => {
        this.asked.set(`${message.content.data.at}`, this.answered(message.content.data, message.buffers[0]));
      };
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
      const way = this.place.map((at, i) => Math.sign(at - this.last[i]));
      this.last = this.place;
      this.ahead = [this.beside(way, 1), this.beside(way, 2)];
      this.passed.push(`${this.place}`);
      this.write();
      this.show();
      this.ask();
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.rest(), REST);
    }

    rest() {
      const ways = this.first.flatMap((_, i) => [1, -1].map(way => this.first.map((_, j) => (i === j ? way : 0))));
      this.ahead = ways.map(way => this.beside(way, 1));
      this.ask();
    }

    beside(way, far) {
      return this.place.map((at, i) => Math.min(Math.max(at + way[i] * far, 0), this.sliders[i].texts.length - 1));
    }

    // Show where the slider stands, or where it passed while that is awaited; a picture that stays behind is faded.
    show(key = `${this.place}`) {
      const frame = this.frames.get(key);
      this.figure.classList.toggle("daugava-live-old", !frame || Boolean(frame.error) || key !== `${this.place}`);
      if (!frame) return;
      this.passed = this.passed.slice(this.passed.lastIndexOf(key) + 1);
      this.state.textContent = frame.error || frame.state;
      if (frame.error) return;
      frame.image.alt = frame.alt;
      this.picture.replaceChildren(frame.image);
    }

    // Ask for the frame where the slider stands, then for those that may be next.
    ask() {
      if (!this.comm || this.stopped) return;
      if (this.comm.isDisposed) return this.stop();
      for (const place of [this.place, ...this.ahead]) {
        const key = `${place}`;
        if (this.asked.size < MOST_ASKED && !this.asked.has(key) && !this.frames.has(key)) this.send(key, place);
      }
    }

    async send(key, place) {
      this.asked.set(key, false);
      await this.comm.send({ at: place }).done.catch(() => {});
      const came = await this.asked.get(key);  // not if the kernel was interrupted
      this.asked.delete(key);
      if (came) this.ask();
    }

    async answered(words, picture) {
      try {
        if (!words.error) words.image = await this.decoded(picture);
      } catch {
        return false;
      }
      const key = `${words.at}`, here = `${this.place}`;
      this.frames.set(key, words);
      this.forget();
      if (key === here || (this.passed.includes(key) && !this.frames.has(here))) this.show(key);
      return true;
    }

    async decoded(picture) {
      const shown = this.picture.firstChild;
      const image = element("img", { decoding: "sync", style: shown.style.cssText,
        width: shown.getAttribute("width"), height: shown.getAttribute("height") });
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
      this.note.textContent = this.words.again;
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
      this.leave();
      await session.ready;
      const kernel = session.session?.kernel;
      if (!kernel) return live.stop();
      await kernel.info;
      if (this.isDisposed || this.model !== data.model) return;
      this.live = live;
      const comm = this.comm = kernel.createComm(TARGET);
      session.statusChanged.connect(this.changed, this);
      session.kernelChanged.connect(this.changed, this);
      // In a thread of its own the kernel answers while cells run. What opens the comm has to go there too.
      const threads = kernel.supportsSubshells && comm.commsOverSubshells !== "disabled";
      if (threads) await comm.subshellStarted.catch(() => {});
      if (!comm.isDisposed) live.connect(comm);
    }

    // A kernel that restarts disposes its comms without a word.
    changed() {
      if (this.comm.isDisposed) this.live.stop();
    }

    leave() {
      session.statusChanged.disconnect(this.changed, this);
      session.kernelChanged.disconnect(this.changed, this);
      if (this.comm && !this.comm.isDisposed) this.comm.close();
    }

    dispose() {
      if (!this.isDisposed) this.leave();
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
          const added = (_, panel) => {
            const Renderer = renderer(widgets, panel.sessionContext);
            panel.content.rendermime.addFactory(
              { safe: false, mimeTypes: [MIME], createRenderer: () => new Renderer() }, -10);
          };
          tracker.forEach(panel => added(tracker, panel));
          tracker.widgetAdded.connect(added);
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
