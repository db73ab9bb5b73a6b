/*
 * Suggests values for form fields from the cluster or from container registries. The suggestions are requested when the field gets the focus. Fields for
 * resources that the cluster may not support at all are checked as soon as they become visible. Requests never block typing.
 */
(function () {
  "use strict";

  // Several fields often need the same suggestions.
  const CACHE_MILLISECONDS = 5000;
  const TYPING_MILLISECONDS = 400;
  const cache = new Map();
  let fieldCount = 0;

  function row(element) {
    return element.closest(".repeated-chunk");
  }

  /* Fields in the same row as the element or in a row that contains it, nearest row first. */
  function nearby(element, selector) {
    const all = Array.from(element.closest(".deploy-workload-form").querySelectorAll(selector));
    const found = all.filter((other) => other !== element && (row(other) === null || row(other).contains(element)));
    return found.sort((a, b) => depth(row(b)) - depth(row(a)));
  }

  function depth(element) {
    let levels = 0;
    for (let e = element; e; e = e.parentElement) {
      levels++;
    }
    return levels;
  }

  function isVisible(element) {
    return element.getClientRects().length > 0;
  }

  /* The value of the nearest field with this name that is not empty. */
  function valueOf(element, name) {
    const field = nearby(element, `[name="_.${name}"]`).find((other) => other.value.trim());
    return field ? field.value.trim() : "";
  }

  function requestParameters(input) {
    const parameters = {
      cluster: valueOf(input, "cluster"),
      namespace: valueOf(input, "namespace"),
      credentialsId: valueOf(input, "credentialsId"),
      kind: input.dataset.suggestions,
      dependencyKind: "",
      dependencyName: "",
    };
    if (input.dataset.suggestions === "IMAGE") {
      // The suggestions depend on what the field itself contains.
      parameters.dependencyName = input.value.trim();
      return new URLSearchParams(parameters);
    }
    const kinds = (input.dataset.suggestionsDependsOn || "").split(" ").filter((kind) => kind);
    if (input.dataset.suggestionsFor) {
      parameters.dependencyKind = kinds[0];
      parameters.dependencyName = input.dataset.suggestionsFor;
    } else if (kinds.length) {
      const selector = kinds.map((kind) => `[data-suggestions="${kind}"]`).join(",");
      const dependency = nearby(input, selector).find(isVisible);
      parameters.dependencyKind = dependency ? dependency.dataset.suggestions : "";
      parameters.dependencyName = dependency ? dependency.value.trim() : "";
    }
    return new URLSearchParams(parameters);
  }

  function fetchSuggestions(input) {
    const url = input.closest(".deploy-workload-form").dataset.suggestUrl;
    const body = requestParameters(input);
    const key = url + "?" + body;
    const cached = cache.get(key);
    if (cached && cached.expires > Date.now()) {
      return cached.response;
    }
    const response = fetch(url, { method: "post", headers: crumb.wrap({}), body: body })
      .then((reply) => (reply.ok ? reply.json() : {}))
      .then((json) => json.data || {})
      // If the request fails, the field works without suggestions.
      .catch(() => ({}));
    cache.set(key, { response: response, expires: Date.now() + CACHE_MILLISECONDS });
    return response;
  }

  /* The datalist and the note of the field; creates them on first use. */
  function elementsFor(input) {
    if (!input.dataset.suggestionsId) {
      const id = "deploy-workload-suggestions-" + ++fieldCount;
      input.dataset.suggestionsId = id;
      const list = document.createElement("datalist");
      list.id = id;
      const note = document.createElement("div");
      note.id = id + "-note";
      note.className = "deploy-workload-note";
      note.setAttribute("role", "status");
      input.after(list, note);
      input.setAttribute("list", id);
      input.setAttribute("aria-describedby", note.id);
    }
    const id = input.dataset.suggestionsId;
    return { list: document.getElementById(id), note: document.getElementById(id + "-note") };
  }

  function show(input, suggestions) {
    const elements = elementsFor(input);
    const values = suggestions.values || [];
    elements.list.replaceChildren();
    values.forEach((value, index) => {
      const option = document.createElement("option");
      option.value = value;
      const label = (suggestions.labels || [])[index];
      if (label) {
        option.label = label;
      }
      elements.list.appendChild(option);
    });
    // Screen readers announce each change of the note, so do not set the same text again.
    if (elements.note.textContent !== (suggestions.note || "")) {
      elements.note.textContent = suggestions.note || "";
    }
  }

  function suggest(input) {
    elementsFor(input);
    const request = (input.suggestionRequest = (input.suggestionRequest || 0) + 1);
    fetchSuggestions(input).then((suggestions) => {
      if (input.suggestionRequest === request) {
        show(input, suggestions);
      }
    });
  }

  /* Before the field gets the focus, shows the note only if the cluster does not support the kind at all. */
  function warnIfUnsupported(input) {
    if (!isVisible(input)) {
      return;
    }
    fetchSuggestions(input).then((suggestions) => {
      if (suggestions.unsupported && input.isConnected) {
        show(input, suggestions);
      } else if (input.dataset.suggestionsId) {
        show(input, { values: suggestions.values });
      }
    });
  }

  // Without IntersectionObserver, the check waits until the field gets the focus.
  const visibility = window.IntersectionObserver
    ? new IntersectionObserver((entries) => {
        entries
          .filter((entry) => entry.isIntersecting)
          .forEach((entry) => {
            visibility.unobserve(entry.target);
            warnIfUnsupported(entry.target);
          });
      })
    : { observe: () => {} };

  Behaviour.specify(".deploy-workload-form [data-suggestions]", "deploy-workload-suggestions", 0, (input) => {
    if (input.readOnly || input.suggestionsReady || !input.closest(".deploy-workload-form")) {
      return;
    }
    input.suggestionsReady = true;
    input.addEventListener("focus", () => suggest(input));
    if (input.dataset.suggestions === "IMAGE") {
      // After a repository is chosen, the field suggests its tags.
      input.addEventListener("input", () => {
        clearTimeout(input.suggestionTimer);
        input.suggestionTimer = setTimeout(() => suggest(input), TYPING_MILLISECONDS);
      });
    }
    if (input.dataset.suggestionsEarly === "true") {
      visibility.observe(input);
    }
  });

  // Another cluster, namespace, credential or dependency can change what is supported.
  document.addEventListener("change", (event) => {
    const changed = event.target;
    const form = changed.closest && changed.closest(".deploy-workload-form");
    if (form && (/^_\.(cluster|namespace|credentialsId)$/.test(changed.name) || changed.dataset.suggestions)) {
      form.querySelectorAll('[data-suggestions-early="true"]').forEach(warnIfUnsupported);
    }
  });
})();
