/*
 * Says, as one types, all that is wrong in what would be submitted: what concerns one field, and what concerns several. The
 * rules are the model's own, asked of Jenkins; nothing of it is decided here.
 */
(function () {
  "use strict";

  // Whoever is still typing is not interrupted.
  const PAUSE_MILLISECONDS = 700;

  /* What Jenkins would read of this part of the page, by its own script for whole forms. */
  function submission(part) {
    const sink = { name: "json", value: "{}" };
    part.elements = Array.from(part.querySelectorAll("input, select, textarea")).concat([sink]);
    buildFormTree(part);
    delete part.elements;
    return sink.value;
  }

  /* The controls and groups of a name that belong to this group directly, in the order of the page; of a drop-down those of what is chosen. */
  function named(part, group, name) {
    return Array.from(part.querySelectorAll("[name]")).filter(
      (element) => shortenName(element.getAttribute("name")) === name && findFormParent(element, part) === group,
    );
  }

  /* The group and the drop-downs in it: of some of them a path does not speak, only of what is chosen there. */
  function groups(part, group) {
    const dropDowns = Array.from(part.querySelectorAll(".dropdownList-container [name]")).filter(
      (element) =>
        Array.from(element.children).some((child) => child.classList.contains("dropdownList-start")) &&
        findFormParent(element, part) === group,
    );
    return [group].concat(dropDowns);
  }

  /* Where a path such as containers[1].resources leads to, as far as it can be followed. */
  function place(part, path) {
    let here = part;
    path.split(".").forEach((step) => {
      const read = /^([^[]*)(?:\[(\d+)])?$/.exec(step);
      if (read) {
        const all = groups(part, here).map((group) => named(part, group, read[1]));
        const found = all.find((controls) => controls.length) || [];
        here = found[read[2] ? Number(read[2]) : 0] || here;
      }
    });
    return here === part ? null : here;
  }

  /* The first control there that can be seen. */
  function control(place) {
    const all = [place].concat(Array.from(place.querySelectorAll("input, select, textarea, button")));
    return all.find((each) => typeof each.value === "string" && each.type !== "hidden" && each.getClientRects().length > 0);
  }

  function line(part, problem) {
    const item = document.createElement("li");
    const where = place(part, problem.path);
    const target = where && control(where);
    if (problem.path) {
      const name = document.createElement(target ? "button" : "code");
      name.textContent = problem.path;
      if (target) {
        name.type = "button";
        name.className = "deploy-workload-problem-place";
        name.addEventListener("click", () => target.focus());
      }
      item.appendChild(name);
      item.appendChild(document.createTextNode(" "));
    }
    item.appendChild(document.createTextNode(problem.message));
    return item;
  }

  function show(area, part, problems) {
    area.replaceChildren();
    if (problems.length === 0) {
      return;
    }
    const title = document.createElement("p");
    title.textContent = area.dataset.title;
    const list = document.createElement("ul");
    problems.forEach((problem) => list.appendChild(line(part, problem)));
    area.appendChild(title);
    area.appendChild(list);
  }

  function check(area, part) {
    const latest = (area.problemsTurn = (area.problemsTurn || 0) + 1);
    fetch(area.dataset.url, {
      method: "post",
      headers: crumb.wrap({}),
      body: new URLSearchParams({ form: submission(part) }),
    })
      .then((response) => (response.ok ? response.json() : {}))
      // Without an answer the form is saved, and refused, as any other.
      .catch(() => ({}))
      .then((answer) => {
        if (area.problemsTurn === latest) {
          show(area, part, answer.data || []);
        }
      });
  }

  /* Jenkins checks a field once it is left, and what it then no longer says moves the page away below somebody's click. */
  function recheck(field) {
    if (typeof field.onchange === "function") {
      field.onchange();
    }
  }

  Behaviour.specify(".deploy-workload-problems", "deploy-workload-problems", 0, (area) => {
    const part = area.closest(".deploy-workload-form");
    if (!part || area.problemsReady) {
      return;
    }
    area.problemsReady = true;
    let pause;
    const later = (event) => {
      if (area.contains(event.target)) {
        return;
      }
      const typedIn = event.type === "input" ? event.target : null;
      clearTimeout(pause);
      pause = setTimeout(() => {
        check(area, part);
        if (typedIn) {
          recheck(typedIn);
        }
      }, PAUSE_MILLISECONDS);
    };
    part.addEventListener("input", later);
    part.addEventListener("change", later);
    // A row that is added or deleted.
    part.addEventListener("click", (event) => {
      if (event.target.closest(".repeatable-add, .repeatable-delete, .hetero-list-add")) {
        later(event);
      }
    });
  });
})();
