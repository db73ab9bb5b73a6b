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

  function show(html) {
    const changed = new DOMParser().parseFromString(html, "text/html").querySelector(".deploy-workload-progress");
    if (changed) {
      content().replaceWith(changed);
      countDown();
    }
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
      countDown();
      setInterval(countDown, 1000);
      follow();
    }
  });
})();
