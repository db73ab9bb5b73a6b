/*
 * Fills the form from a pasted text. Jenkins converts the text and renders the section of the workload; this script puts the
 * section into the page. If the text is not valid, the form stays as it is.
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

  function send(fill, text) {
    return fetch(fill.dataset.url, {
      method: "post",
      headers: crumb.wrap({}),
      body: new URLSearchParams({ yaml: text }),
    })
      .then((response) => (response.ok ? response.text() : ""))
      .catch(() => "");
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
    submit.addEventListener("click", () => {
      submit.disabled = true;
      send(fill, text.value).then((html) => {
        submit.disabled = false;
        if (apply(fill, html)) {
          show(false);
        }
      });
    });
  });
})();
