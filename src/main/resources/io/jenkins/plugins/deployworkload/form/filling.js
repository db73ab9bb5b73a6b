/*
 * Fills the form from a pasted text, or from a workload of the cluster. Jenkins converts it and renders the section of the
 * workload; this script puts the section into the page. If that is not possible, the form stays as it is.
 */
(function () {
  "use strict";

  const SECTION = ".deploy-workload-source";

  /* Scripts that the page has loaded must not run again. */
  function removeLoaded(fragment) {
    const loaded = (tag, attribute) =>
      Array.from(document.querySelectorAll(`${tag}[${attribute}]`)).map((element) => element.getAttribute(attribute));
    const scripts = loaded("script", "src");
    const styles = loaded("link", "href");
    const missing = [];
    fragment.querySelectorAll("script[src]").forEach((script) => {
      if (!scripts.includes(script.getAttribute("src"))) {
        missing.push(`<script src="${script.getAttribute("src")}"></script>`);
      }
      script.remove();
    });
    fragment.querySelectorAll("link[href]").forEach((link) => {
      if (styles.includes(link.getAttribute("href"))) {
        link.remove();
      }
    });
    return missing.join("");
  }

  function showResult(fill, elements) {
    const result = fill.querySelector(".deploy-workload-fill-result");
    result.textContent = "";
    elements.forEach((element) => result.appendChild(element));
  }

  function failure(fill) {
    const message = document.createElement("p");
    message.className = "deploy-workload-fill-problems";
    message.textContent = fill.dataset.failed;
    return message;
  }

  /* Returns whether the answer contains the section. */
  function apply(fill, html) {
    const form = fill.closest(".deploy-workload-form");
    const fragment = new DOMParser().parseFromString(html, "text/html");
    const scripts = removeLoaded(fragment);
    const section = fragment.querySelector(SECTION);
    if (section) {
      form.querySelector(SECTION).replaceWith(section);
      evalInnerHtmlScripts(scripts, () => {
        Behaviour.applySubtree(section, true);
        section.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
    const messages = Array.from(fragment.body.querySelectorAll(".deploy-workload-fill-message"));
    showResult(fill, section || messages.length ? messages : [failure(fill)]);
    return section !== null;
  }

  function send(url, parameters) {
    return fetch(url, {
      method: "post",
      headers: crumb.wrap({}),
      body: new URLSearchParams(parameters),
    })
      .then((response) => (response.ok ? response.text() : ""))
      .catch(() => "");
  }

  /* The value of a field of the step, which the user may have changed since the page was loaded. */
  function valueOf(fill, name) {
    const field = fill.closest(".deploy-workload-form").querySelector(`[name="_.${name}"]`);
    return field ? field.value : "";
  }

  Behaviour.specify(".deploy-workload-fill", "deploy-workload-fill", 0, (fill) => {
    if (fill.fillReady) {
      return;
    }
    fill.fillReady = true;
    const find = (selector) => fill.querySelector(selector);
    const button = find(".deploy-workload-fill-button");
    const panel = find(".deploy-workload-fill-panel");
    const text = find("textarea");
    const submit = find(".deploy-workload-fill-apply");
    const kind = find(".deploy-workload-fill-live select");
    const name = find(".deploy-workload-fill-live input");
    const importing = find(".deploy-workload-fill-import");

    function show(open) {
      panel.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      (open ? text : button).focus();
    }

    button.addEventListener("click", () => {
      showResult(fill, []);
      show(panel.hidden);
    });
    find(".deploy-workload-fill-cancel").addEventListener("click", () => show(false));
    find("select").addEventListener("change", (event) => {
      if (event.target.value) {
        text.value = event.target.value;
      }
    });

    function request(url, parameters) {
      submit.disabled = importing.disabled = true;
      send(url, parameters).then((html) => {
        submit.disabled = importing.disabled = false;
        if (apply(fill, html)) {
          show(false);
        }
      });
    }

    submit.addEventListener("click", () => request(fill.dataset.url, { yaml: text.value }));
    kind.addEventListener("change", () => {
      name.dataset.suggestions = kind.options[kind.selectedIndex].dataset.names;
    });
    importing.addEventListener("click", () =>
      request(fill.dataset.clusterUrl, {
        cluster: valueOf(fill, "cluster"),
        namespace: valueOf(fill, "namespace"),
        credentialsId: valueOf(fill, "credentialsId"),
        kind: kind.value,
        name: name.value,
      }),
    );
    name.addEventListener("keydown", (event) => {
      // Otherwise Enter would submit the form around the panel.
      if (event.key === "Enter") {
        event.preventDefault();
        importing.click();
      }
    });
  });
})();
