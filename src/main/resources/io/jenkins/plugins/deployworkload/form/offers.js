/*
 * Offers at a field what the cluster has. The cluster is asked when the field is entered, or, where it may lack the whole
 * kind of thing, as soon as the field is seen. Typing never waits for it.
 */
(function () {
  "use strict";

  // What was asked a moment ago: many fields ask for the same.
  const KEEP_MILLISECONDS = 5000;
  const asked = new Map();
  let fields = 0;

  function row(element) {
    return element.closest(".repeated-chunk");
  }

  /* Fields that are in the same row as this one, or in a row around it; those in the nearest row first. */
  function around(element, selector) {
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

  function isShown(element) {
    return element.getClientRects().length > 0;
  }

  /* The first value that is filled in there. */
  function filledIn(element, name) {
    const field = around(element, `[name="_.${name}"]`).find((other) => other.value.trim());
    return field ? field.value.trim() : "";
  }

  function question(input) {
    const parameters = {
      cluster: filledIn(input, "cluster"),
      namespace: filledIn(input, "namespace"),
      credentialsId: filledIn(input, "credentialsId"),
      offer: input.dataset.offers,
      beside: "",
      name: "",
    };
    const kinds = (input.dataset.offersBeside || "").split(" ").filter((kind) => kind);
    if (input.dataset.offersName) {
      parameters.beside = kinds[0];
      parameters.name = input.dataset.offersName;
    } else if (kinds.length) {
      const selector = kinds.map((kind) => `[data-offers="${kind}"]`).join(",");
      const beside = around(input, selector).find(isShown);
      parameters.beside = beside ? beside.dataset.offers : "";
      parameters.name = beside ? beside.value.trim() : "";
    }
    return new URLSearchParams(parameters);
  }

  function ask(input) {
    const url = input.closest(".deploy-workload-form").dataset.suggestUrl;
    const body = question(input);
    const key = url + "?" + body;
    const earlier = asked.get(key);
    if (earlier && earlier.until > Date.now()) {
      return earlier.answer;
    }
    const answer = fetch(url, { method: "post", headers: crumb.wrap({}), body: body })
      .then((response) => (response.ok ? response.json() : {}))
      .then((json) => json.data || {})
      // Without suggestions the field is a field like any other.
      .catch(() => ({}));
    asked.set(key, { answer: answer, until: Date.now() + KEEP_MILLISECONDS });
    return answer;
  }

  /* The list to choose from and the place of the note, made when they are first needed. */
  function parts(input) {
    if (!input.dataset.offersId) {
      const id = "deploy-workload-offers-" + ++fields;
      input.dataset.offersId = id;
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
    const id = input.dataset.offersId;
    return { list: document.getElementById(id), note: document.getElementById(id + "-note") };
  }

  function show(input, answer) {
    const shown = parts(input);
    const values = answer.values || [];
    shown.list.replaceChildren();
    values.forEach((value) => {
      const option = document.createElement("option");
      option.value = value;
      shown.list.appendChild(option);
    });
    // Said once, not each time that the field is entered.
    if (shown.note.textContent !== (answer.note || "")) {
      shown.note.textContent = answer.note || "";
    }
  }

  function offer(input) {
    parts(input);
    const latest = (input.offersTurn = (input.offersTurn || 0) + 1);
    ask(input).then((answer) => {
      if (input.offersTurn === latest) {
        show(input, answer);
      }
    });
  }

  /* Before anybody types only what the cluster lacks is told. */
  function warn(input) {
    if (!isShown(input)) {
      return;
    }
    ask(input).then((answer) => {
      if (answer.lacking && input.isConnected) {
        show(input, answer);
      } else if (input.dataset.offersId) {
        show(input, { values: answer.values });
      }
    });
  }

  // Whoever cannot tell what is seen asks when the field is entered.
  const seen = window.IntersectionObserver
    ? new IntersectionObserver((entries) => {
        entries
          .filter((entry) => entry.isIntersecting)
          .forEach((entry) => {
            seen.unobserve(entry.target);
            warn(entry.target);
          });
      })
    : { observe: () => {} };

  Behaviour.specify(".deploy-workload-form [data-offers]", "deploy-workload-offers", 0, (input) => {
    if (input.readOnly || input.offersReady || !input.closest(".deploy-workload-form")) {
      return;
    }
    input.offersReady = true;
    input.addEventListener("focus", () => offer(input));
    if (input.dataset.offersEarly === "true") {
      seen.observe(input);
    }
  });

  // Another cluster, namespace or account, or another name beside, has other things.
  document.addEventListener("change", (event) => {
    const changed = event.target;
    const form = changed.closest && changed.closest(".deploy-workload-form");
    if (form && (/^_\.(cluster|namespace|credentialsId)$/.test(changed.name) || changed.dataset.offers)) {
      form.querySelectorAll('[data-offers-early="true"]').forEach(warn);
    }
  });
})();
