"use strict";
// YASGUI over this service: named queries as examples, names of the ontology completed, answers by their Chinese labels.
const ICON = '<svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true"><path fill="currentColor" d="M1 2h14v3H1zm0 4.5h6v3H1zm8 0h6v3H9zM1 11h6v3H1zm8 0h6v3H9z"/></svg>';

class Labelled {
  constructor(yasr) {
    this.yasr = yasr;
    this.priority = 20;
    this.label = "中文表";
  }

  canHandleResults() {
    return Boolean(this.yasr.results && (this.yasr.results.getVariables() || []).length);
  }

  async draw() {
    const data = this.yasr.results.getAsJson();
    this.yasr.resultsEl.replaceChildren(await table(data));
  }

  getIcon() {
    const icon = document.createElement("span");
    icon.innerHTML = ICON;
    return icon;
  }

  download(name) {
    return { getData: () => this.yasr.results.asCsv(), contentType: "text/csv", title: "下载 CSV", filename: `${name || "answer"}.csv` };
  }
}

const { Yasqe, Yasr } = Yasgui;
Yasr.registerPlugin("labelled", Labelled);
Yasr.defaults.pluginOrder = ["labelled", "table", "boolean", "response", "error"];
// all completions are this service's own: nothing is asked of others
const own = (name, values) => Object.assign(Yasqe.Autocompleters[name], { bulk: true, persistenceId: null, get: async () => values });
own("prefixes", Object.entries(about.prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort());
own("class", about.classes);
own("property", about.properties);

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint: new URL("/sparql", location).href, method: "POST" },
  copyEndpointOnNewTab: false,
  persistenceId: `jiaopu-${location.host}`,
  yasqe: { value: about.examples[0].sparql, showQueryButton: true, createShareableLink: (yasqe) => yasqe.configToQueryParams() },
  yasr: { prefixes: about.prefixes, pluginOrder: Yasr.defaults.pluginOrder, defaultPlugin: "labelled" },
});

// what YASGUI says in English, in Chinese
const WORDS = { Table: "表", Response: "原文", Boolean: "真假", Error: "错误" };
const TITLES = {
  "Add tab": "新建标签页", "Download result": "下载结果", "Share query on URL": "分享查询", "Run query": "运行查询（Ctrl+Enter）",
  "Query is invalid": "查询有语法错误", "Visit documentation": "说明", "View documentation": "说明", "Set view full screen": "全屏", "Exit full screen": "退出全屏",
};
function translate(root) {
  for (const label of root.querySelectorAll(".yasr_btn > span")) if (label.textContent in WORDS) label.textContent = WORDS[label.textContent];
  for (const one of root.querySelectorAll("[title], [aria-label]")) for (const name of ["title", "aria-label"]) {
    const text = one.getAttribute(name);
    if (text in TITLES) one.setAttribute(name, TITLES[text]);
  }
  for (const link of root.querySelectorAll(".errorResult a, .errorResult button")) {
    if (link.textContent.trim() === "Try query in a new browser window") link.textContent = "在新窗口中试";
  }
  for (const info of root.querySelectorAll(".yasr_response_chip")) {
    const found = info.textContent.match(/^(?:(\d+) results?)? ?(?:in ([\d.]+) seconds?)?$/);
    if (found && found[0]) info.textContent = [found[1] && `${found[1]} 行`, found[2] && `${found[2]} 秒`].filter(Boolean).join(" · ");
  }
}
new MutationObserver(() => translate(yasgui.rootEl)).observe(yasgui.rootEl, { childList: true, subtree: true });
translate(yasgui.rootEl);

document.getElementById("example").addEventListener("change", (event) => {
  const one = about.examples.find((example) => example.name === event.target.value);
  if (!one) return;
  const tab = yasgui.getTab();
  tab.setName(one.name);
  tab.setQuery(one.sparql);
  tab.query().catch(() => undefined); // YASGUI shows what went wrong itself
});
