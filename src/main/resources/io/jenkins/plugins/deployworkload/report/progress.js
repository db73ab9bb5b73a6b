/*
 * Updates the page of a build's deploys while the build runs. A hidden page asks for nothing.
 */
(function () {
  "use strict";

  const MILLISECONDS_BETWEEN_REQUESTS = 2000;

  function content() {
    return document.querySelector(".deploy-workload-progress");
  }

  function countDown() {
    document.querySelectorAll(".deploy-workload-progress [data-deadline]").forEach((element) => {
      const seconds = Math.max(0, Math.round((Number(element.dataset.deadline) - Date.now()) / 1000));
      element.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    });
  }

  function parse(html, selector) {
    return new DOMParser().parseFromString(html, "text/html").querySelector(selector);
  }

  function show(html) {
    const changed = parse(html, ".deploy-workload-progress");
    if (changed) {
      const opened = Array.from(document.querySelectorAll(".deploy-workload-objects[open]"));
      content().replaceWith(changed);
      // The objects of a deploy do not change, so that what is open stays as it is.
      opened.forEach((details) => {
        const replaced = document.querySelector(`.deploy-workload-objects[data-deploy="${details.dataset.deploy}"]`);
        if (replaced) {
          replaced.replaceWith(details);
        }
      });
      countDown();
    }
  }

  function loadObjects(details) {
    const shown = details.querySelector("pre");
    if (!details.open || shown.textContent) {
      return;
    }
    fetch(`yaml?deploy=${encodeURIComponent(details.dataset.deploy)}`)
      .then((response) => (response.status === 200 ? response.text() : ""))
      .then((html) => {
        const yaml = parse(html, "pre");
        if (yaml) {
          shown.textContent = yaml.textContent;
        }
      })
      // The reader can close the objects and open them again.
      .catch(() => null);
  }

  function update() {
    return fetch(`progress?version=${encodeURIComponent(content().dataset.version)}`).then((response) =>
      // 204: nothing has changed.
      response.status === 200 ? response.text().then(show) : null,
    );
  }

  function follow() {
    if (content().dataset.live !== "true") {
      return;
    }
    (document.hidden ? Promise.resolve() : update())
      // Jenkins does not answer, for example because it restarts. The next request may succeed.
      .catch(() => null)
      .then(() => setTimeout(follow, MILLISECONDS_BETWEEN_REQUESTS));
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (content()) {
      // The event does not bubble.
      document.addEventListener(
        "toggle",
        (event) => {
          if (event.target.matches(".deploy-workload-objects")) {
            loadObjects(event.target);
          }
        },
        true,
      );
      countDown();
      setInterval(countDown, 1000);
      follow();
    }
  });
})();
