/*
 * Shows what the step describes. The texts come with the answer to the check of the form, see problems.js, so the preview
 * sends no requests of its own. Only the comparison with the cluster, which the user starts, does.
 */
(function () {
  "use strict";

  function tabs(preview) {
    return Array.from(preview.querySelectorAll("[role=tab]"));
  }

  function selectedTab(preview) {
    return preview.querySelector("[role=tab][aria-selected=true]");
  }

  function showText(preview) {
    const tab = selectedTab(preview);
    const panel = preview.querySelector("[role=tabpanel]");
    panel.setAttribute("aria-label", tab.textContent.trim());
    panel.textContent = (preview.previewTexts || {})[tab.dataset.text] || "";
  }

  function list(notes) {
    const items = notes.map((note) => {
      const item = document.createElement("li");
      item.textContent = note;
      return item;
    });
    const element = document.createElement("ul");
    items.forEach((item) => element.appendChild(item));
    return items.length ? [element] : [];
  }

  function replaceContent(area, elements) {
    area.textContent = "";
    elements.forEach((element) => area.appendChild(element));
  }

  function showNotes(preview, notes) {
    const area = preview.querySelector(".deploy-workload-preview-notes");
    // Screen readers announce each change, so do not set the same notes again.
    if (area.textContent !== notes.join("")) {
      replaceContent(area, list(notes));
    }
  }

  function select(preview, tab) {
    tabs(preview).forEach((other) => {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    });
    showText(preview);
  }

  /* The arrow keys move between the tabs, as in other tab lists. */
  function move(preview, event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const all = tabs(preview);
      const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
      select(preview, next);
      next.focus();
      event.preventDefault();
    }
  }

  function showComparison(preview, comparison) {
    const text = document.createElement("pre");
    text.className = "deploy-workload-preview-text";
    // The keyboard scrolls only what can have the focus.
    text.tabIndex = 0;
    text.textContent = comparison.text.replace(/^\n/, "");
    replaceContent(
      preview.querySelector(".deploy-workload-compare-result"),
      list(comparison.notes || []).concat(text),
    );
  }

  function compare(preview, form, button) {
    button.disabled = true;
    fetch(button.dataset.url, {
      method: "post",
      headers: crumb.wrap({}),
      body: new URLSearchParams({ form: form.submittedJson() }),
    })
      .then((response) => (response.ok ? response.json() : {}))
      .catch(() => ({}))
      .then((answer) => {
        button.disabled = false;
        showComparison(preview, answer.data || { text: button.dataset.failed });
      });
  }

  Behaviour.specify(".deploy-workload-preview", "deploy-workload-preview", 0, (preview) => {
    const form = preview.closest(".deploy-workload-form");
    if (!form || preview.previewReady) {
      return;
    }
    preview.previewReady = true;
    const button = preview.querySelector(".deploy-workload-preview-button");
    const panel = preview.querySelector(".deploy-workload-preview-panel");
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
      preview.classList.toggle("deploy-workload-open", !panel.hidden);
      if (!panel.hidden) {
        form.dispatchEvent(new Event("deploy-workload-check"));
      }
    });
    const compareButton = preview.querySelector(".deploy-workload-compare");
    compareButton.addEventListener("click", () => compare(preview, form, compareButton));
    tabs(preview).forEach((tab) => {
      tab.addEventListener("click", () => select(preview, tab));
      tab.addEventListener("keydown", (event) => move(preview, event));
    });
    form.addEventListener("deploy-workload-checked", (event) => {
      const shown = event.detail.preview;
      preview.previewTexts = shown;
      showNotes(preview, shown ? shown.notes : [preview.dataset.invalid]);
      showText(preview);
    });
  });
})();
