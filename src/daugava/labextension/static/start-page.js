// My assignments: a JupyterLab extension without a build step.
// A prebuilt extension is a module federation container; this one is written by hand, so that what
// stands in the repository is what runs. Words come from the catalogue `daugava` of the language pack.
(() => {
  "use strict";
  const here = document.currentScript.src;
  let shared;

  const lab = async name => {
    const versions = shared[name];
    return (await versions[Object.keys(versions)[0]].get())();
  };

  const element = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  };

  // Day and time as a school in Latvia writes them: 22.11. and 20.35; 22 November and 20:35 in English.
  const moment = (iso, locale) => {
    const latvian = locale.startsWith("lv");
    const format = parts => new Intl.DateTimeFormat(latvian ? "lv" : "en-GB", { ...parts, timeZone: "Europe/Riga" })
      .format(new Date(iso));
    const day = format({ day: "numeric", month: latvian ? "2-digit" : "long" });
    const time = format({ hour: "2-digit", minute: "2-digit" });
    return [day, latvian ? time.replace(":", ".") : time];
  };

  // Names of variables stand between backticks in a message.
  const withCode = text => text.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));

  const failure = trans => trans.__("That did not work. Try again; if it still fails, call your teacher.");

  class Server {
    constructor(services) {
      this.connection = services.ServerConnection;
      this.settings = services.ServerConnection.makeSettings();
    }

    async call(path, body) {
      const init = body ? { method: "POST", body: JSON.stringify(body) } : { method: "GET" };
      const url = `${this.settings.baseUrl}${path}`;
      const response = await this.connection.makeRequest(url, init, this.settings);
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json();
    }
  }

  // The first page of a server: a heading, a line that says what happens, and cards.
  class Page {
    constructor({ app, server, trans, locale, widget, role }, heading, lead) {
      Object.assign(this, { app, server, trans, locale, widget, role });
      widget.title.label = heading;
      widget.node.classList.add("daugava-start");
      widget.node.lang = locale;
      this.status = element("p", { role: "status", class: "daugava-status" });
      this.list = element("div", { class: "daugava-cards" });
      widget.node.append(
        element("h1", {}, heading),
        element("p", { class: "daugava-lead" }, lead),
        element("button", { class: "daugava-refresh", type: "button", onclick: () => this.refresh() },
          trans.__("Look again")),
        this.status, this.list);
    }

    say(message) {
      this.status.textContent = message;
    }

    async refresh() {
      try {
        const cards = await this.cards();
        this.list.replaceChildren(...cards);
        this.say(cards.length ? "" : this.empty);
      } catch (error) {
        this.say(failure(this.trans));
      }
    }
  }

  class Courses extends Page {
    constructor(parts) {
      const { trans } = parts;
      super(parts, trans.__("My courses"),
        trans.__("Release assignments, collect them, grade them and send feedback in the formgrader."));
      this.empty = trans.__("There is no course yet. `./daugava start --course NAME` makes one.");
    }

    async cards() {
      const { trans } = this;
      const { value } = await this.server.call("formgraders");
      return value.map(course => element("section", { class: "daugava-card", "data-course": course.course_id },
        element("h2", {}, course.course_id),
        element("p", { class: "daugava-buttons" },
          element("a", { class: "daugava-main", href: course.url, target: "_blank", rel: "noopener" },
            trans.__("Open the formgrader")),
          element("a", { href: course.url.replace(/lab\?.*$/, `daugava/?lang=${this.locale.slice(0, 2)}`),
            target: "_blank", rel: "noopener" }, trans.__("The class page")),
          element("a", { href: course.url.replace(/lab\?.*$/, "formgrader"), target: "_blank", rel: "noopener" },
            trans.__("The formgrader alone")))));
    }
  }

  class Assignments extends Page {
    constructor(parts) {
      const { trans } = parts;
      super(parts, trans.__("My assignments"),
        trans.__("Choose an assignment. Your work is saved by itself; submit it when you are ready."));
      this.empty = trans.__("There is no assignment yet. Your teacher will give one.");
    }

    async cards() {
      const cards = (await this.assignments()).map(card => this.card(card));
      return this.role === "participant" ? [...cards, this.practice()] : cards;
    }

    // A participant of a workshop has a course of their own, served from here.
    practice() {
      const { trans } = this;
      const link = (path, label, main) => element("a", { href: `${this.server.settings.baseUrl}${path}`,
        target: "_blank", rel: "noopener", class: main ? "daugava-main" : "" }, label);
      return element("section", { class: "daugava-card", "data-course": "practice" },
        element("h2", {}, trans.__("My practice course")),
        element("p", { class: "daugava-buttons" },
          link("formgrader/manage_assignments", trans.__("Open the formgrader"), true),
          link(`daugava/?lang=${this.locale.slice(0, 2)}`, trans.__("The class page"))));
    }

    async assignments() {
      return (await this.server.call("daugava/assignments")).assignments;
    }

    // The card as it is after an action.
    async renewed(card) {
      return (await this.assignments()).find(other => other.id === card.id && other.course === card.course);
    }

    card(card) {
      const { trans } = this;
      const states = {
        released: trans.__("New"),
        fetched: trans.__("Begun, not submitted yet"),
        submitted: card.submitted && trans.__("Submitted on %1 at %2", ...moment(card.submitted, this.locale))
      };
      const buttons = element("div", { class: "daugava-buttons" });
      const button = (label, action, main) => buttons.append(
        element("button", { type: "button", class: main ? "daugava-main" : "", "aria-label": `${label}: ${card.title}`,
          onclick: event => this.busy(event.currentTarget, action) }, label));
      if (card.state === "released") {
        button(trans.__("Get the assignment"), () => this.fetch(card), true);
      } else {
        for (const path of card.notebooks) {
          button(trans.__("Open"), () => this.open(path), card.state === "fetched");
        }
        button(card.state === "submitted" ? trans.__("Submit again") : trans.__("Submit"),
          () => this.submit(card));
      }
      if (card.feedback === "ready") {
        button(trans.__("See the feedback"), () => this.feedback(card), true);
      } else {
        for (const path of card.pages) {
          button(trans.__("See the feedback"), () => this.open(path, "HTML Viewer"), true);
        }
      }
      return element("section", { class: "daugava-card", "data-assignment": card.id, "data-state": card.state },
        element("h2", {}, card.title),
        element("p", { class: "daugava-state" }, states[card.state]), buttons);
    }

    async busy(button, action) {
      button.disabled = true;
      this.say(this.trans.__("One moment …"));
      try {
        const message = await action();
        await this.refresh();
        if (message) this.say(message);
      } catch (error) {
        this.say(failure(this.trans));
      }
      button.disabled = false;
    }

    open(path, factory) {
      return this.app.commands.execute("docmanager:open", { path, factory }).then(() => "");
    }

    async fetch(card) {
      await this.server.call("daugava/fetch", card);
      await this.open((await this.renewed(card)).notebooks[0]);
      return this.trans.__("The assignment is yours now. It is open in a tab of its own.");
    }

    async submit(card) {
      await this.app.commands.execute("docmanager:save-all").catch(() => {});
      await this.server.call("daugava/submit", card);
      return this.trans.__("Submitted. You can still change it and submit it again: the last one counts.");
    }

    async feedback(card) {
      await this.server.call("daugava/feedback", card);
      for (const path of (await this.renewed(card)).pages) await this.open(path, "HTML Viewer");
      return "";
    }
  }

  // What a pupil reads after „Check my work”: how many checks pass, then what to do next.
  const verdict = (outcome, trans) => {
    const node = element("div", { class: "daugava-verdict" });
    if (outcome.changed) {
      node.append(element("p", {}, trans.__("A locked cell was changed. Get it back with Undo, or ask your teacher.")));
    }
    node.append(element("p", { class: "daugava-count" },
      trans.__("%1 of %2 checks are right.", outcome.passed, outcome.total)));
    for (const problem of outcome.problems) {
      node.append(element("section", {}, element("h3", {}, problem.heading),
        element("p", {}, ...withCode(problem.message || trans.__("There is no answer here yet.")))));
    }
    if (!outcome.problems.length && !outcome.changed) {
      node.append(element("p", {}, trans.__("Everything is ready to submit.")));
    }
    return node;
  };

  // „Check my work” and „Submit” on the toolbar of a pupil's notebook.
  const addTools = ({ documents, labShell, apputils, widgets, trans, server, page, widget }) => {
    const check = async panel => {
      await panel.context.save();
      const waiting = new apputils.Dialog({ title: trans.__("Check my work"), buttons: [],
        body: trans.__("Running all cells from the start. One moment …") });
      const closed = waiting.launch().catch(() => {});
      let outcome;
      try {
        outcome = await server.call("daugava/validate", { path: panel.context.path });
      } finally {
        waiting.dispose();
        await closed;
      }
      const body = new widgets.Widget({ node: verdict(outcome, trans) });
      await apputils.showDialog({ title: trans.__("Check my work"), body,
        buttons: [apputils.Dialog.okButton({ label: trans.__("Back to work") })] });
    };

    const handIn = async panel => {
      await panel.context.save();
      const card = (await page.assignments()).find(one => one.notebooks.includes(panel.context.path));
      if (!card) throw new Error("not an assignment");
      const answer = await apputils.showDialog({ title: trans.__("Submit"),
        body: trans.__("Submit “%1”? You can submit it again later: the last one counts.", card.title),
        buttons: [apputils.Dialog.cancelButton({ label: trans.__("Not yet") }),
          apputils.Dialog.okButton({ label: trans.__("Submit") })] });
      if (!answer.button.accept) return;
      const message = await page.submit(card);
      await page.refresh();
      page.say(message);
      labShell.activateById(widget.id);
    };

    const guarded = work => panel => work(panel).catch(() => apputils.showDialog({
      title: trans.__("That did not work"),
      body: failure(trans),
      buttons: [apputils.Dialog.okButton({ label: trans.__("Back to work") })] }));

    documents.addWidgetExtension("Notebook", {
      createNew: panel => {
        const add = (name, label, action) => panel.toolbar.insertAfter("spacer", name,
          new apputils.ToolbarButton({ label, tooltip: label, onClick: () => action(panel), className: "daugava-tool" }));
        add("daugava-submit", trans.__("Submit"), guarded(handIn));
        add("daugava-validate", trans.__("Check my work"), guarded(check));
      }
    });
  };

  const activate = async (app, trackers) => {
    const [apputils, services, widgets] = await Promise.all([
      lab("@jupyterlab/apputils"), lab("@jupyterlab/services"), lab("@lumino/widgets")]);
    const { labShell, translator, documents } = trackers;
    const trans = translator.load("daugava");
    const server = new Server(services);
    const { role } = await server.call("daugava/role").catch(() => ({ role: "" }));

    if (!["pupil", "participant", "teacher", "trainer"].includes(role)) return;

    const locale = (translator.languageCode || "en").replace("_", "-");
    document.documentElement.lang = locale.slice(0, 2);
    const widget = new widgets.Widget();
    widget.id = "daugava-start";
    widget.title.closable = false;
    const isPupil = ["pupil", "participant"].includes(role);
    const page = new (isPupil ? Assignments : Courses)({ app, server, trans, locale, widget, role });
    const home = "daugava:start";
    app.commands.addCommand(home, {
      label: widget.title.label,
      execute: async () => { labShell.activateById(widget.id); await page.refresh(); }
    });
    if (isPupil) addTools({ documents, labShell, apputils, widgets, trans, server, page, widget });

    // Restoring the last layout drops whatever it does not know: so the page comes after it.
    await app.restored;
    labShell.add(widget, "main", { mode: "tab-before", ref: [...labShell.widgets("main")][0]?.id });
    await app.commands.execute(home);
    closeLaunchers(labShell, widget);
  };

  // A lesson's first picture is the list, not an empty launcher, which JupyterLab may open a moment later.
  const closeLaunchers = (labShell, widget) => {
    const close = () => {
      const launchers = [...labShell.widgets("main")].filter(other => other.id.startsWith("launcher"));
      launchers.forEach(other => other.close());
      if (launchers.length) labShell.activateById(widget.id);
    };
    close();
    labShell.layoutModified.connect(close);
    setTimeout(() => labShell.layoutModified.disconnect(close), 3000);
  };

  const style = () => document.head.append(
    element("link", { rel: "stylesheet", href: here.replace(/\.js(\?|$)/, ".css$1") }));

  const extension = async () => {
    const [application, translation] = await Promise.all([
      lab("@jupyterlab/application"), lab("@jupyterlab/translation")]);
    style();
    return () => ({
      __esModule: true,
      default: {
        id: "@daugava/start-page:plugin",
        description: "My assignments, check and submit, in the pupil's language.",
        autoStart: true,
        requires: [application.ILabShell, translation.ITranslator],
        activate: (app, labShell, translator) => {
          activate(app, { labShell, translator, documents: app.docRegistry })
            .catch(error => console.error("daugava:", error));
        }
      }
    });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["@daugava/start-page"] = {
    init: async scope => { shared = scope; },
    get: extension
  };
})();
